"""The same for programs: what state something is in, what you may do with it, and doing it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from les_portal.activity.models import Entry
from les_portal.workflow.asking import Busy, Question, find, last_step, question
from les_portal.workflow.engine import NotNow, NotReady, Workflow
from les_portal.workflow.forms import CommentForm

PATH = [
    OpenApiParameter("label", str, OpenApiParameter.PATH, description=gettext_lazy("Such as programmes.programme.")),
    OpenApiParameter(
        "id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description=gettext_lazy("The id of the row.")
    ),
]
NAME = OpenApiParameter("name", str, OpenApiParameter.PATH, description=gettext_lazy("Such as publish."))


class StateRow(s.Serializer):
    value = s.CharField()
    words = s.CharField()


class TransitionRow(s.Serializer):
    name = s.CharField()
    label = s.CharField(help_text=gettext_lazy("What its button says."))
    target = StateRow()
    consequence = s.CharField(allow_blank=True)
    needs_comment = s.BooleanField()
    missing = s.ListField(child=s.CharField(), help_text=gettext_lazy("What must come first, a sentence each."))


class StateAnswer(s.Serializer):
    id = s.IntegerField()
    label = s.CharField()
    name = s.CharField()
    state = StateRow()
    transitions = TransitionRow(many=True, help_text=gettext_lazy("What you may do from this state."))


class Comment(s.Serializer):
    comment = s.CharField(required=False, allow_blank=True, max_length=2000, help_text=gettext_lazy("Why."))


class TransitionErrors(s.Serializer):
    errors = s.DictField(child=s.CharField(), help_text=gettext_lazy("A sentence for each thing that is wrong."))


def refusals(*statuses: int) -> dict[int, type[s.Serializer]]:
    return dict.fromkeys(statuses, TransitionErrors)


class ShallowJSON(JSONParser):
    """Lists inside lists inside lists are somebody's mistake or mischief, not ours."""

    def parse(self, *args, **kwargs) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError from error


class Door(APIView):
    """For who signed in to the portal, with the session and, to write, the form token of their browser."""

    authentication_classes = (SessionAuthentication,)
    permission_classes = ()
    parser_classes = (ShallowJSON,)

    def initial(self, request: Request, *args, **kwargs) -> None:
        """For anybody else nothing is here."""
        super().initial(request, *args, **kwargs)
        is_asked = request.method in self.allowed_methods and request.method != "OPTIONS"
        if is_asked and not request.user.is_authenticated:
            raise Http404

    def handle_exception(self, error: Exception) -> Response:
        """One shape for every refusal, as elsewhere under /api/v1/."""
        if isinstance(error, Http404):
            return refuse(404, "id", _("There is nothing here for you with this id."))
        if isinstance(error, PermissionDenied):
            return refuse(403, "name", _("Your role does not allow this."))
        response = super().handle_exception(error)
        set_rollback()
        response.data = {"errors": {"request": str(response.data["detail"])}}
        return response

    def finalize_response(self, *args, **kwargs) -> Response:
        response = super().finalize_response(*args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def refuse(status: int, what: str, sentence: str) -> Response:
    return Response({"errors": {what: sentence}}, status=status)


class States(Door):
    @extend_schema(
        operation_id="states",
        summary=gettext_lazy("In what state something is, and what you may do with it"),
        description=gettext_lazy("For who signed in. What you may not know of does not exist."),
        parameters=PATH,
        responses={200: StateAnswer, **refusals(404)},
        tags=["transitions"],
    )
    def get(self, request: Request, label: str, id: str) -> Response:
        workflow, obj = find(request.user, label, id)
        return Response(described(workflow, obj, request.user))


class Do(Door):
    @extend_schema(
        operation_id="transition",
        summary=gettext_lazy("Change the state of something"),
        description=gettext_lazy(
            "400: something is missing first. 403: your role may not. 409: it is in another state by now."
        ),
        parameters=[*PATH, NAME],
        request=Comment,
        responses={200: StateAnswer, **refusals(400, 403, 404, 409, 503)},
        tags=["transitions"],
    )
    def post(self, request: Request, label: str, id: str, name: str) -> Response:
        asked = question(request.user, label, id, name)
        form = CommentForm(comment_in(request.data), transition=asked.transition)
        if asked.is_too_late:
            return too_late(asked)
        if not form.is_valid():
            return refuse(400, "comment", " ".join(form.errors["comment"]))
        try:
            asked.answer(form.cleaned_data["comment"])
        except NotNow:
            return too_late(asked)
        except NotReady as error:
            return refuse(400, "missing", str(error))
        except Busy:
            return refuse(503, "state", _("Somebody else is changing this at the moment. Try again."))
        return Response(described(asked.workflow, asked.obj, request.user))


def comment_in(data: Any) -> dict[str, str]:
    """A body that says something else than {"comment": "…"} says nothing."""
    comment = data.get("comment") if isinstance(data, dict) else None
    return {"comment": comment if isinstance(comment, str) else ""}


def described(workflow: Workflow, obj: Model, user) -> dict[str, Any]:
    state = workflow.state_of(obj)
    return {
        "id": obj.pk,
        "label": workflow.label,
        "name": str(obj),
        "state": {"value": state, "words": workflow.states[state]},
        "transitions": [
            {
                "name": transition.name,
                "label": transition.label,
                "target": {"value": transition.target, "words": workflow.states[transition.target]},
                "consequence": transition.consequence,
                "needs_comment": transition.needs_comment,
                "missing": workflow.missing(transition.name, obj),
            }
            for transition in workflow.available(obj, user)
        ],
    }


def too_late(asked: Question) -> Response:
    return refuse(409, "state", who_was_faster(last_step(asked.obj)))


def who_was_faster(last: Entry | None) -> str:
    if last is None:
        return _("It is in another state by now.")
    sentence = _("Somebody was faster: %(person)s %(done)s.")
    return sentence % {"person": last.actor_name, "done": last.said}
