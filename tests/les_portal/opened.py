"""A PDF as a reader opens it: what it says of itself, what is printed, what hides in it."""

import io
import subprocess

import pikepdf


class Opened:
    def __init__(self, pdf: bytes):
        self.bytes = pdf
        self.file = pikepdf.open(io.BytesIO(pdf))
        self.root = self.file.Root

    @property
    def text(self) -> str:
        """In the order in which it was printed: cell by cell, not line by line through a table."""
        run = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=self.bytes, capture_output=True, check=True, timeout=60
        )
        return run.stdout.decode()

    @property
    def words(self) -> str:
        """All that is printed, without the blanks and line ends that depend on where a line was broken."""
        return squeezed(self.text)

    @property
    def metadata(self) -> str:
        """XMP: what it says of itself to whoever asks in XML."""
        return self.root.Metadata.read_bytes().decode()

    def fonts(self) -> dict[str, bool]:
        """Name -> whether the font itself is in the file."""
        found = {}
        for thing in self.file.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                found[str(thing["/FontName"])] = any(f"/FontFile{end}" in thing for end in ("", "2", "3"))
        return found

    def hidden(self) -> set[str]:
        """Names of what can run, be attached or ask something of the network when the file is opened."""
        dangerous = {"/JavaScript", "/JS", "/EmbeddedFile", "/EmbeddedFiles", "/Launch", "/GoToR", "/SubmitForm", "/AA"}
        dangerous |= {"/RichMedia", "/Filespec", "/ImportData", "/OpenAction", "/AcroForm"}
        return {name for thing in self.file.objects for name in _names(thing)} & dangerous

    def links(self) -> set[str]:
        return {
            str(thing["/A"]["/URI"])
            for thing in self.file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/URI" in thing.get("/A", {})
        }

    def tags(self) -> list[str]:
        """Of the structure, in reading order."""
        return [str(node["/S"])[1:] for node in _nodes(self.root.StructTreeRoot.K)]

    def nodes(self, tag: str) -> list:
        return [node for node in _nodes(self.root.StructTreeRoot.K) if node["/S"] == f"/{tag}"]


def squeezed(text: str) -> str:
    return "".join(text.split())


def _names(thing) -> set[str]:
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        return set(thing.keys()) | {str(value) for value in thing.values() if isinstance(value, pikepdf.Name)}
    return set()


def _nodes(kids):
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _nodes(kid.get("/K", pikepdf.Array()))
