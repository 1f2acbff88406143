ARG BASE=python:3.11-slim
FROM ${BASE}
WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
RUN python3 -m pip install --no-cache-dir -e '.[postgres,reports]' && useradd --system --uid 10001 mingbai && mkdir /data && chown mingbai /data
COPY knowledge knowledge
COPY model model
COPY town.yaml ./
USER mingbai
ENV DATA_DIR=/data HOST=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
# The heartbeat writes to the database every minute; a file that has not changed for five is a bot that hangs.
# By webhook the door itself is asked.  Polling on PostgreSQL leaves no file: there a crash shows, a hang does not.
HEALTHCHECK --interval=60s --timeout=10s CMD \
    if [ -n "$WEBHOOK_URL" ]; then python3 -c "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + (os.environ.get('PORT') or '8080') + '/healthz')"; \
    else [ -n "$DATABASE_URL" ] || [ -n "$(find /data -name 'mingbai.db*' -mmin -5)" ]; fi
CMD ["python3", "-m", "bot", "run"]
