# An image that holds tokcheck and whom to trust, and nothing else; of a release's tarball, whose sum is compared:
#   docker build --build-arg VERSION=1.0.0 --tag tokcheck --file Dockerfile FOLDER
# FOLDER holds SHA256SUMS and the tarball, such as .build-package/dist. `--target shell` stops at an image that has a shell,
# which GitLab's jobs need. Name the base by a digest that you have looked at: debian:12-slim@sha256:...
FROM debian:12-slim AS shell
ARG VERSION
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY SHA256SUMS tokcheck-${VERSION}-linux-*.tar.gz /tmp/release/
RUN cd /tmp/release \
    && grep -F "  tokcheck-${VERSION}-linux-$(uname -m).tar.gz" SHA256SUMS | sha256sum --check --strict \
    && tar -xzf "tokcheck-${VERSION}-linux-$(uname -m).tar.gz" --no-same-owner --strip-components 1 -C /usr/local \
    && rm -r /tmp/release
USER 65532:65532

FROM scratch
COPY --from=shell /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=shell /usr/local/bin/tokcheck /usr/local/bin/tokcheck
COPY --from=shell /usr/local/share/doc/tokcheck /usr/local/share/doc/tokcheck
ENV PATH=/usr/local/bin
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["tokcheck"]
