"""A form as a browser would send it: with all that stands in it, and what somebody typed over that."""

from bs4 import BeautifulSoup, Tag


def values_of(form: Tag) -> dict[str, str]:
    """Of its texts, numbers and hidden fields. Buttons are pressed by who asks for them."""
    found = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return found | {field["name"]: field.get_text().removeprefix("\n") for field in form.select("textarea[name]")}


def form_in(response, *, with_field: str) -> Tag:
    """The form of a page that has this field in it."""
    page = BeautifulSoup(response.content, "html.parser").find("main")
    return next(form for form in page.find_all("form") if form.select_one(f"[name={with_field}]"))


def type_into(client, address: str, *, field: str, **typed: str):
    """Open the page, type into the form that has this field, and send it."""
    return client.post(address, values_of(form_in(client.get(address), with_field=field)) | typed)
