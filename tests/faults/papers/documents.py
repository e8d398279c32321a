from les_portal.documents.kinds import document_kind


def nothing_much(about) -> dict:
    return {"name": str(about)}


def everybody(user, document) -> bool:
    return True


for code in ("cells", "deep", "columns", "falling", "plain"):
    document_kind(f"paper_{code}", label=code, prefix=code[:4].upper(), content=nothing_much, may_read=everybody)
