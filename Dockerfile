# Two stages over the same targets that a person uses. glibc, because libduckdb.so is built for it.
FROM rust:1.95-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
# The toolchain of the image, not a newer stable.
ENV SEXTANT_CACHE=/cache RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /src
# The tools first: they change seldom and take the longest. The lock files are enough for them.
COPY rust-toolchain.toml package.json package-lock.json ./
COPY .ci .ci
COPY js js
COPY examples examples
RUN .ci/setup build
COPY . .
RUN make dist && mkdir /sextant && tar -xzf /cache/target/dist/sextant-*.tar.gz -C /sextant --strip-components=1

FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libstdc++6 && rm -rf /var/lib/apt/lists/* \
  && useradd --system --home-dir /var/lib/sextant --create-home sextant
COPY --from=build /sextant /opt/sextant
ENV SEXTANT_HOME=/var/lib/sextant SEXTANT_ADDR=0.0.0.0:8088
WORKDIR /opt/sextant
USER sextant
VOLUME /var/lib/sextant
EXPOSE 8088
ENTRYPOINT ["/opt/sextant/sextant"]
CMD ["serve"]
