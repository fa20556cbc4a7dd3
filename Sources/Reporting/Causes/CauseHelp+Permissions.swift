internal import TokenCheck

// What the token grants.
extension CauseHelp {
    static let permissions: [CauseCode: Entry] = [
        "perm-kind": Entry(
            "a user's token where an application's own is needed, or the other way round",
            "idtyp, scp, oid and sub tell the kind; proved by accepting both",
            do: "request the token by the other flow, with permissions of the other kind",
            "a job that runs with the token of the person who set it up"),
        "perm-near": Entry(
            "the token holds a permission whose name is nearly the one that is needed",
            "a plural, .All, the other kind's name, or a slip of the pen",
            do: "grant the exact name and request a new token",
            "Machine.Read, the delegated name, in an application's own token"),
        "perm-none": Entry(
            "the token holds no permissions at all",
            "neither roles nor scp have a name in them",
            do:
                "add application permissions, not delegated ones, and have an administrator consent",
            "delegated permissions configured for a job that signs nobody in"),
        "perm-stale": Entry(
            "the token was kept for up to a day and shows the roles of its issue",
            "a managed identity (xms_mirid) or a life of about a day, issued a while ago",
            do: "wait until the token is renewed, or use an app registration meanwhile",
            "a role granted to a managed identity an hour ago"),
        "perm-missing": Entry(
            "a permission that the operation needs is missing",
            "the need of the manifest or flag, or the list in the API's 403",
            do: "add the smallest permission that is enough, have it consented to, request a new "
                + "token",
            "a playbook with Machine.Isolate that also looks the machine up"),
        "perm-dirrole": Entry(
            "the permission is there, and the user lacks the directory role that the API also wants",
            "wids shows none of the roles; wids is optional, so this is never proved",
            do: "assign the role to the user, then sign in again",
            "Graph security for a user who is no Security Reader"),
        "perm-groups": Entry(
            "the user is in too many groups, so the token lists none of them",
            "_claim_names with groups, or hasgroups",
            do: "use app roles, or look the groups up at Graph; never read it as no groups",
            "a user in more than 200 groups who loses all rights"),
        "policy-open": Entry(
            "what is checked accepts every application of the tenant",
            "neither permissions nor operations nor callers are asked for",
            do: "name them: --role, --scope, --manifest or --client",
            "an API that checks signature, issuer and audience only"),
    ]
}
