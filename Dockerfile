# The web server of the portal. It needs DATABASE_URL, SECRET_KEY, ALLOWED_HOSTS and SITE_URL: see README.md.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-dejavu-core gettext \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 1000 portal
WORKDIR /srv/portal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY . .
# The key made while building belongs to nobody: SECRET_KEY comes from outside.
RUN mkdir -p var /srv/media && for po in les_portal/locale/*/LC_MESSAGES/django.po; do \
        [ ! -e "$po" ] || msgfmt --check-format --output-file="${po%.po}.mo" "$po"; done \
    && SECRET_KEY=building python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R portal: var /srv/media

USER portal
EXPOSE 8000
# Asked under the portal's own name, as if through the proxy: any other name is refused.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request as u; \
host = os.environ.get('ALLOWED_HOSTS', 'localhost').split(',')[0]; \
u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': host, 'X-Forwarded-Proto': 'https'}), timeout=4)"]
CMD ["gunicorn", "--config", "les_portal/gunicorn.py", "les_portal.wsgi"]
