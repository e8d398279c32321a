"""A workflow as a picture that GitLab, GitHub and most editors draw."""

from django.utils.translation import override

from les_portal.workflow.engine import Workflow


def as_mermaid(workflow: Workflow) -> str:
    """In English, whatever language is active: it stands in the README."""
    with override("en"):
        lines = [f'    state "{words}" as {state}' for state, words in workflow.states.items()]
        lines.append(f"    [*] --> {workflow.first_state}")
        for transition in workflow.transitions.values():
            words = str(transition.label).replace(":", "")  # what follows a colon is the label
            lines += [f"    {source} --> {transition.target}: {words}" for source in transition.sources]
    return "\n".join(["stateDiagram-v2", *lines])


def as_markdown(workflows: dict[str, Workflow]) -> str:
    """All of them, each in a block under its label."""
    return "\n\n".join(f"`{label}`\n\n```mermaid\n{as_mermaid(each)}\n```" for label, each in workflows.items())
