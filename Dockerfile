# Two stages: the first has a compiler's tools and caches, the second only what runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/kith \
 && /opt/kith/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY rooms rooms
COPY moderation moderation
COPY server server
COPY client client
RUN /opt/kith/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
# Nobody logs in as this user; the numbers are fixed so that a volume keeps its owner.
RUN groupadd --gid 10001 kith && useradd --uid 10001 --gid 10001 --no-create-home kith \
 && install --directory --owner=kith --group=kith --mode=0700 /data
COPY --from=build /opt/kith /opt/kith
ENV PATH=/opt/kith/bin:$PATH KITH_DATA=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER kith
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD \
  ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
ENTRYPOINT ["kith"]
CMD ["serve", "--data", "/data"]
