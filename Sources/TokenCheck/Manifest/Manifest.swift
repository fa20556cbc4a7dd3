public import StrictJSON

/// A permissions manifest, format 1: operations by name, what each needs, and bounds on the token around them.
///
/// A manifest only ever narrows what a ``Policy`` accepts: see ``narrowing(_:selecting:)``.
public struct Manifest: Sendable, Equatable {
    /// Its name.
    public let name: String?
    /// What it is for.
    public let about: String?
    /// The bounds on the token as such.
    public let bounds: TokenBounds
    /// The operations in the order of the file; at least one.
    public let operations: [Operation]
    /// What no token may hold.
    public let forbidden: ForbiddenPermissions
    /// What is said of what nobody needs.
    public let excess: ExcessRule

    /// The bounds of a file: 256 KiB, nested 16 deep.
    public static let limits = JSONLimits(maximumBytes: 262_144, maximumDepth: 16)

    /// The most operations of a manifest: ten times what a large job calls.
    package static let maximumOperations = 500

    /// Reads a manifest.
    /// - Parameter document: The manifest as JSON, read within ``limits``.
    /// - Throws: ``ManifestDefects`` with every defect, in the order of the file.
    public init(parsing document: JSONDocument) throws(ManifestDefects) {
        var reader = ManifestReader()
        let manifest = reader.manifest(document.root)
        guard reader.defects.isEmpty, let manifest else {
            throw ManifestDefects(all: reader.defects)
        }
        self = manifest
    }

    /// Puts a manifest together out of parts that keep to the format; the operations get their places by their order.
    package init(
        name: String? = nil, about: String? = nil, bounds: TokenBounds = TokenBounds(),
        operations: [Operation], forbidden: ForbiddenPermissions = ForbiddenPermissions(),
        excess: ExcessRule = ExcessRule()
    ) {
        self.name = name
        self.about = about
        self.bounds = bounds
        self.operations = operations.enumerated().map { place, operation in
            var operation = operation
            operation.place = place
            return operation
        }
        self.forbidden = forbidden
        self.excess = excess
    }

    /// The operation of this name.
    public func operation(named name: String) -> Operation? {
        operations.first { $0.name.map { $0.utf8.elementsEqual(name.utf8) } ?? false }
    }
}

/// What a manifest says of the token as such; nil: nothing.
public struct TokenBounds: Sendable, Equatable {
    /// The cloud of the tenants.
    public var cloud: Cloud?
    /// The tenants, by GUID.
    public var tenants: [String]?
    /// The audiences, or a built-in resource.
    public var audiences: Policy.Audiences?
    /// The token versions.
    public var versions: [TokenVersion]?
    /// The kinds of token.
    public var kinds: [TokenKind]?
    /// The calling applications, by GUID.
    public var clients: [String]?
    /// How many seconds may lie between `iat` and `exp`.
    public var maximumLifetimeSeconds: Int64?
    /// How many seconds must be left.
    public var minimumRemainingSeconds: Int64?

    /// Bounds nothing.
    public init() {}
}
