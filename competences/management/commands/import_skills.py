from programmes.importers.command import EscoCommand


class Command(EscoCommand):
    help = "Reads ESCO's skills in one language and says what they would change; --apply changes it."
    prefix = "skills"
