# The executable as an image: `npm run image` gathers what this copies, and needs
# no registry; `npm run image -- --base IMAGE` puts it on another image.
#
# Runs as any user, on a read-only root, without a shell and without a network.
# FLUX_PLATFORM_FUNCTION=label-namespaces selects the function that a ConfigMap
# configures, and so does `--entrypoint label-namespaces`; every other config
# selects it by its kind.

# Any image with the GNU C library, or `local`: the stage below.
ARG BASE=gcr.io/distroless/base-debian12

# Nothing but the libraries that the executable links to, and a user nobody.
FROM scratch AS local
COPY rootfs/ /

FROM ${BASE}
# amd64 or arm64, as the builder says for each platform.
ARG TARGETARCH
LABEL org.opencontainers.image.title="flux-platform-functions" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/usr/local/bin:/usr/bin:/bin
COPY licenses/ /usr/share/licenses/flux-platform-functions/
# The executable, and links to it by the names of the functions.
COPY bin/${TARGETARCH}/ /usr/local/bin/
USER 65534:65534
ENTRYPOINT ["flux-platform"]
