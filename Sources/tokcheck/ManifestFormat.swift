/// The page `help manifest-format`: format 1 of permissions manifests.
enum ManifestFormat {
    /// The page, at most 80 columns.
    static let page = """
        A permissions manifest, format 1: YAML, or JSON if its name ends in .json.

        tokcheck: 1                     the format, required
        name, about                     for people
        token:                          what any acceptable token looks like
          cloud: public                 public, usgov, usgov-dod, china
          tenants: [GUID]               claim tid
          resource: defender-xdr        defender-xdr, defender-endpoint, graph
          audiences: [TEXT]             instead of resource: exactly these as aud
          versions: ["1.0", "2.0"]      claim ver; in quotes
          kinds: [application]          application, delegated
          clients: [GUID]               claim appid or azp
          lifetime:
            max: 25h                    from iat to exp
            remaining: 10m              still left; the leeway does not stretch it
        operations:                     at least one
          incidents.list:               a name of yours
            about: TEXT
            request: GET /api/incidents
            resource: defender-xdr      instead of token's
            application: NEED           what app-only tokens need in roles
            delegated: NEED             what users' tokens need in scp
            directory-roles: NEED       what users need in wids, by name or id
            fallback: NAME              the operation that does the same elsewhere
        forbid:
          application: [PATTERN]        rejected if held, whatever is needed
          delegated: [PATTERN]
        excess:
          level: warn                   ignore, warn, fail: held and not needed
          allow: [PATTERN]              held, not needed, and fine

        NEED is a permission's name, { any: [NEED, ...] } or { all: [NEED, ...] }.
        In a PATTERN * stands for any characters; a NEED has no *.
        Durations are 90s, 10m, 25h, 1d. Keys of your own begin with x-, at the top
        and in operations.

        A token is judged by the branch of its kind; a missing branch accepts none.
        Names are compared byte for byte. Without --operation all operations for the
        token's resource must be possible. Nothing here turns a check off or accepts
        more than the flags do. Directory roles: security-reader,
        security-administrator, global-administrator, global-reader.

        Anchors, aliases, tags, merge keys, directives, repeated keys and a second
        document are not read; 256 KiB, 16 levels, 500 operations at most.
        To make one: tokcheck manifest init, from-app, from-grants, learn
        Schema for editors: tokcheck manifest schema
        """
}
