/// The hosts to which requests may go.
public struct AllowedHosts: Sendable, Equatable {
    /// Hosts by their full name, in lower case.
    public let exact: [String]
    /// Endings behind a dot, in lower case, such as `b2clogin.com`.
    public let suffixes: [String]

    /// Names hosts.
    public init(exact: [String], suffixes: [String] = []) {
        self.exact = exact
        self.suffixes = suffixes
    }

    /// Whether a host is one of them.
    public func contains(_ host: String) -> Bool {
        exact.contains(host) || suffixes.contains { host.hasSuffix("." + $0) }
    }
}

/// An address that may be asked: HTTPS, to a host that was chosen beforehand.
///
/// There is no other way to make a request, so that nothing read from a token or from an answer leads elsewhere. Plain HTTP
/// goes to the service that hands a machine its own identity and to nobody else: it never leaves the machine's link.
public struct AllowedAddress: Sendable, Hashable {
    /// The whole address.
    public let text: String
    /// The host in lower case.
    public let host: String
    /// The port.
    public let port: Int
    /// The path with the query.
    public let path: String

    /// Checks an address.
    /// - Parameters:
    ///   - text: The address.
    ///   - hosts: The hosts to which it may lead.
    ///   - maximumBytes: The longest address; what an API gives for its next page may be longer than what people write.
    /// - Throws: ``AddressDefect`` for anything but a plain HTTPS address of one of the hosts.
    public init(_ text: String, hosts: AllowedHosts, maximumBytes: Int = 2_048)
        throws(AddressDefect)
    {
        try self.init(text, scheme: .https, maximumBytes: maximumBytes, hosts.contains)
    }

    /// Checks the address of a managed identity's service.
    /// - Parameter text: The address, from the documentation or a variable of the platform.
    /// - Throws: ``AddressDefect`` for anything but plain HTTP to this machine or to a link-local address.
    public init(managedIdentity text: String) throws(AddressDefect) {
        try self.init(text, scheme: .http, maximumBytes: 2_048, Self.isOnThisLink)
    }

    private enum Scheme: String {
        case https = "https://"
        case http = "http://"
    }

    private init(
        _ text: String, scheme: Scheme, maximumBytes: Int, _ isAllowed: (String) -> Bool
    ) throws(AddressDefect) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            text.utf8.count <= maximumBytes
        else { throw .form }
        guard text.lowercased().hasPrefix(scheme.rawValue) else {
            throw scheme == .https ? .notHTTPS : .notPlainHTTP
        }
        let rest = text.dropFirst(scheme.rawValue.count)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !rest.contains("#"), !authority.contains("@") else { throw .form }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        let host = parts.first.map { $0.lowercased() } ?? ""
        guard (1...2).contains(parts.count), Self.isHost(host) else { throw .form }
        var port = scheme == .https ? 443 : 80
        if parts.count == 2 {
            guard let number = Int(parts[1]), (1...65_535).contains(number),
                parts[1].allSatisfy(\.isNumber)
            else { throw .form }
            port = number
        }
        guard isAllowed(host) else { throw .hostNotAllowed(host) }
        self.text = text
        self.host = host
        self.port = port
        let path = rest[end...]
        self.path = path.hasPrefix("/") ? String(path) : "/" + path
    }

    /// Whether a host is this machine, 127.0.0.0/8, or link-local, 169.254.0.0/16 (RFC 3927).
    private static func isOnThisLink(_ host: String) -> Bool {
        if host == "localhost" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        // One form only: other readers take a leading zero for octal.
        let bytes = numbers.compactMap { UInt8($0) }
        guard numbers.count == 4, bytes.map(String.init) == numbers.map(String.init) else {
            return false
        }
        return bytes[0] == 127 || bytes[0] == 169 && bytes[1] == 254
    }

    private static func isHost(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return host.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
                    }
            }
    }
}

/// Why an address may not be asked.
public enum AddressDefect: Error, Equatable, Sendable {
    /// No plain address: white space, a name before the host, a fragment, or something longer than is allowed.
    case form
    /// Something else than HTTPS.
    case notHTTPS
    /// Something else than plain HTTP, for a managed identity's service.
    case notPlainHTTP
    /// A host that nobody chose.
    case hostNotAllowed(String)
}
