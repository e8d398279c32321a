"""The European Commission's own shapes and schema, from the folder beside the repository where they lie."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from lxml import etree
from pyshacl import validate
from rdflib.namespace import RDF, SH

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ELM = SHARED / "elm"
# The shapes write one pattern for Java; this says the same for Python: an address of the web.
HTTP = r"^[hH][tT][tT][pP][sS]?://[^/?#\s]+[^?#\s]*(\?[^#\s]*)?(#\S*)?$"
NEEDS_THE_MODEL = pytest.mark.skipif(not ELM.exists(), reason="the shapes and the schema lie beside the repository")


def complaints_of_the_shapes(document: dict) -> list[str]:
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    _conforms, report, _text = validate(graph, shacl_graph=shapes())
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    return sorted(f"{report.value(each, SH.resultPath)}: {report.value(each, SH.resultMessage)}" for each in results)


@cache
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph().parse(ELM / "LOQ-constraints.ttl")
    for shape, _path, pattern in list(graph.triples((None, SH.pattern, None))):
        if "(?i)" in pattern or r"\p{" in pattern:
            graph.set((shape, SH.pattern, rdflib.Literal(HTTP)))
    for pattern in graph.objects(None, SH.pattern):
        re.compile(pattern)
    return graph


def complaints_of_the_schema(document: bytes) -> list[str]:
    found = schema()
    found.validate(etree.fromstring(document))
    return [f"{error.line}: {error.message}" for error in found.error_log]


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(ELM / "loq_xsd" / "loq.xsd"))
