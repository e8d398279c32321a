"""What a school's file comes to: new drafts in bulk, and a version for each listing that changes."""

from collections import Counter
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from les_portal.activity.models import Entry
from les_portal.activity.verbs import verb
from les_portal.imports.report import Report
from les_portal.listings.actions.revising import revise
from les_portal.listings.actions.versions import hold_all, number_them, sentences_of, version_of
from les_portal.listings.content import LANGUAGES, TEXTS, Content, column, contents_of, fingerprint
from les_portal.mail.sending import gathered
from les_portal.publication.changes import changed
from les_portal.search.words import fold
from les_portal.workflow.engine import NotNow, NotReady
from programmes.models import Offering, Programme
from schools.models import School

BROUGHT_IN = verb("programmes.programme.bring_in", gettext_lazy("brought this listing in from a file"))
BATCH = 500
FEW = 5  # things that are told one by one
POINTERS = ("form", "field", "level", "qualification")


class Change(NamedTuple):
    listing: Programme
    changes: Content
    record: dict[str, Any]
    shown: list[dict[str, Any]]
    is_proposed: bool


class Writes:
    def __init__(self, school: School, report: Report, *, by) -> None:
        self.school, self.report, self.by = school, report, by
        self.new: list[tuple[Content, dict[str, Any]]] = []  # with its entry in the report, which is given its id
        self.changes: list[Change] = []

    def write(self) -> None:
        if self.new:
            self._create()
        self._write_versions([change for change in self.changes if not change.is_proposed])
        with gathered(many=len(self.changes) > FEW):
            for change in self.changes:
                if change.is_proposed:
                    self._propose(change)

    def _create(self) -> None:
        taken = set(Programme.objects.values_list("slug", flat=True))
        drafts = [self._draft(values, taken) for values, _entry in self.new]
        Programme.objects.bulk_create(drafts, batch_size=BATCH)
        offerings, occupations, entries = [], [], []
        kind, leads_to = ContentType.objects.get_for_model(Programme), Programme.occupations.through
        for draft, (values, entry) in zip(drafts, self.new, strict=True):
            entry["id"] = draft.pk
            offerings += [Offering(programme=draft, campus_id=campus) for campus in values.get("campuses", ())]
            occupations += [leads_to(programme=draft, occupation_id=each) for each in values.get("occupations", ())]
            entries.append(
                Entry(actor=self.by, verb=BROUGHT_IN, content_type=kind, object_id=draft.pk, comment=self._why)
            )
        Offering.objects.bulk_create(offerings, batch_size=BATCH)
        leads_to.objects.bulk_create(occupations, batch_size=BATCH)
        Entry.objects.bulk_create(entries, batch_size=BATCH)
        changed("programme", [draft.pk for draft in drafts])

    def _draft(self, values: Content, taken: set[str]) -> Programme:
        facts = {f"{name}_id" if name in POINTERS else name: value for name, value in values.items()}
        facts = {name: value for name, value in facts.items() if name not in ("campuses", "occupations")}
        draft = Programme(school=self.school, sort_key=fold(values["title_nl"])[:160], **facts)
        draft.slug = _free(f"{values['title_nl']} {self.school}", taken)
        draft.translated_from = _stamps(values)
        return draft

    def _write_versions(self, changes: list[Change]) -> None:
        held = {listing.pk: listing for listing in hold_all(change.listing.pk for change in changes)}
        contents, known, versions, references = contents_of(list(held.values())), {}, [], Counter()
        for change in changes:
            listing, content = held[change.listing.pk], contents[change.listing.pk]
            sentences = sentences_of(listing, change.changes, known)
            references[reference := change.changes.get("reference", "")] += 1
            if reference and references[reference] > 1:
                sentences.append(_("Another listing of this school has this reference already."))
            if sentences:
                self._leave_out(change, " ".join(sentences))
            else:
                versions.append(version_of(listing, change.changes, content, by=self.by))
        number_them(versions, by=self.by, comment=self._why, known=known)

    def _propose(self, change: Change) -> None:
        """Somebody may have written since this file was compared."""
        try:
            revise(change.listing, change.changes, by=self.by, comment=self._why)
        except (NotReady, NotNow) as error:
            self._leave_out(change, str(error))

    def _leave_out(self, change: Change, why: str) -> None:
        report, row = self.report, change.record["row"]
        report.updated -= 1
        report.objects["proposed" if change.is_proposed else "at_once"] -= 1
        report.changes = [each for each in report.changes if each not in change.shown]
        report.fail(row, "", why or _("Somebody changed this listing at this moment."))
        report.left_out.append({"row": row, "cells": change.record["cells"]})

    @property
    def _why(self) -> str:
        return _("From the file “%(name)s”.") % {"name": self.report.file}


def _free(text: str, taken: set[str]) -> str:
    """What `free_slug` does, for listings that are not in the database yet. Takes it."""
    base = slugify(text)[:110].strip("-") or "x"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def _stamps(values: Content) -> dict[str, str]:
    """The translations that came along are of the Dutch that came along."""
    return {
        column(text, language): fingerprint(values.get(column(text, "nl"), ""))
        for text in TEXTS
        for language in LANGUAGES
        if language != "nl" and values.get(column(text, language))
    }
