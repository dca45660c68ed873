# The bot as an image: docker build -t cloud-drill .
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked

FROM debian:bookworm-slim
# Latin, Greek, Cyrillic, Arabic, Hebrew and emoji fonts are in the binary, like time zones and the root certificates.
# Chinese, Japanese and Korean names on cards come from this font: 7 MB, where fonts-noto-cjk takes 89 MB on disk.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-droid-fallback \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 drill \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin drill \
    && install --directory --owner=drill --group=drill --mode=0700 /data
COPY --from=build /src/target/dist/cloud-drill /usr/local/bin/cloud-drill

# Only /data is written, so the root file system may be read-only.
ENV CLOUD_DRILL_DATABASE=/data/cloud-drill.db \
    CLOUD_DRILL_HTTP=127.0.0.1:9090
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["cloud-drill", "health"]
ENTRYPOINT ["cloud-drill"]
CMD ["run"]
