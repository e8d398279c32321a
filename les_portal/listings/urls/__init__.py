"""The doors of this app, one module per subject. `les_portal.urls` says where they stand."""
