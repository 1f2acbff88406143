ARG BASE=python:3.11-slim
FROM ${BASE}
WORKDIR /app
# Dependencies first, by version and hash: they change less often than the program.
COPY requirements.lock ./
RUN python3 -m pip install --no-cache-dir --require-hashes -r requirements.lock
RUN useradd --system --uid 10001 mingbai && mkdir /data && chown mingbai /data
COPY LICENSE ./
COPY bot bot
COPY handlers handlers
COPY web web
COPY knowledge knowledge
COPY model model
COPY town.yaml ./
USER mingbai
ENV DATA_DIR=/data HOST=0.0.0.0 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8080
# Whether the database takes writes, when the bot last gave a sign of life, how old the oldest unanswered question is;
# by webhook the door itself is asked too.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["python3", "-m", "bot", "health"]
CMD ["python3", "-m", "bot", "run"]
