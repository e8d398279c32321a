import rules

from les_portal.organisations.rules import is_network_administrator

# The registers of schools are the only imports, so who may run one is said here.
rules.add_perm("imports.run_import", is_network_administrator)
