public import TokenCheck

/// What is said of a remark on a manifest.
public struct RemarkWords: Sendable {
    /// What is remarkable.
    public let sentence: String
    /// What was probably meant, or what to do.
    public let hint: String?

    /// The words for a remark.
    /// - Parameters:
    ///   - remark: The remark.
    ///   - redacted: Takes out of a text what could be a token.
    public init(_ remark: ManifestRemark, redacted: (String) -> String) {
        let found = Escaping.quoted(redacted(remark.found), limit: 80)
        let against = Escaping.plain(remark.against)
        let instead = remark.instead.map(Escaping.plain)
        switch remark.kind {
        case .alternativeForbidden:
            sentence =
                "\(found) is accepted here and forbidden by \(Escaping.quoted(remark.against))"
            hint = "leave it out, unless it is meant to show what the API would accept"
        case .operationUnreachable:
            sentence = "no token can do \(found): the manifest accepts \(against) tokens only"
            hint = "give a branch for an accepted kind, with permissions that are not forbidden"
        case .fallbackUnknown:
            sentence = "no operation is called \(found)"
            hint = instead.map { "did you mean \($0)?" } ?? "name an operation of this manifest"
        case .fallbackLoop:
            sentence = "the fallbacks lead from \(against) back to \(against)"
            hint = "let the last of them have no fallback"
        case .permissionUnknown:
            sentence = "\(found) is no permission of \(against) that the catalogue knows"
            hint =
                instead.map { "did you mean \($0)?" }
                ?? "all names: `tokcheck permissions \(against)`"
        case .permissionKind:
            sentence =
                remark.against == "application"
                ? "\(found) is a user's permission, and this is the branch of app-only tokens"
                : "\(found) is an application permission, and this is the branch of users' tokens"
            hint = instead.map { "did you mean \($0)?" } ?? "move it to the other branch"
        case .resourceNotInCloud:
            sentence = "\(found) does not exist in the cloud \(against), so that nothing passes"
            hint = "see `tokcheck resources \(Escaping.plain(remark.found))`"
        case .directoryRolesUnused:
            sentence = "directory-roles of \(against) are never looked at: it serves no users"
            hint = "give a delegated branch, or leave directory-roles out"
        case .operationRetires:
            sentence = "\(found) ends on \(against)"
            hint = instead
        }
    }
}
