/// A permission's name in which `*` stands for any run of characters, dots and nothing at all included.
public struct PermissionPattern: Sendable, Equatable {
    /// The pattern as it is written.
    public let text: String
    private let bytes: [UInt8]

    /// Makes a pattern; names match byte for byte.
    public init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Whether a name fits.
    ///
    /// Takes at most the product of both lengths: after a mismatch only the last `*` is tried again.
    /// - Parameter name: The permission's name.
    /// - Returns: Whether all of it fits.
    public func matches(_ name: String) -> Bool { matches(Array(name.utf8)[...]) }

    func matches(_ name: ArraySlice<UInt8>) -> Bool {
        var (place, at) = (0, name.startIndex)
        var lastStar: (place: Int, at: Int)?
        while at < name.endIndex {
            if place < bytes.count, bytes[place] == UInt8(ascii: "*") {
                lastStar = (place, at)
                place += 1
            } else if place < bytes.count, bytes[place] == name[at] {
                place += 1
                at += 1
            } else if let star = lastStar {
                lastStar = (star.place, star.at + 1)
                place = star.place + 1
                at = star.at + 1
            } else {
                return false
            }
        }
        return bytes[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// The permissions that no token may hold, whatever its operations need.
public struct ForbiddenPermissions: Sendable, Equatable {
    /// Among the `roles` of an app-only token.
    public var application: [PermissionPattern] = []
    /// In the `scp` of a user's token.
    public var delegated: [PermissionPattern] = []

    /// Forbids nothing.
    public init() {}

    /// The patterns for one kind of token.
    public func patterns(of kind: TokenKind) -> [PermissionPattern] {
        switch kind {
        case .application: application
        case .delegated: delegated
        case .unknown: []
        }
    }
}

/// What is said of permissions that a token holds and no operation needs.
public struct ExcessRule: Sendable, Equatable {
    /// How grave an excess is.
    public enum Level: String, Sendable, CaseIterable {
        /// Nobody looks.
        case ignore
        /// A warning.
        case warn
        /// The token is rejected.
        case fail
    }

    /// How grave an excess is.
    public var level = Level.warn
    /// Permissions that may be held without being needed.
    public var allowed: [PermissionPattern] = []

    /// Warns of every excess.
    public init() {}

    /// The scopes of a sign-in, which grant nothing at an API.
    public static let signInScopes = ["openid", "profile", "email", "offline_access"]

    /// Whether a permission may be held without being needed.
    func allows(_ name: String) -> Bool {
        Self.signInScopes.contains { $0.utf8.elementsEqual(name.utf8) }
            || name.utf8.count <= ManifestText.maximumPermissionBytes
                && allowed.contains { $0.matches(name) }
    }
}
