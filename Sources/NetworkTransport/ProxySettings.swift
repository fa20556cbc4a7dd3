/// The variables that say how to leave this machine, as curl and most programs read them.
public struct ProxySettings: Sendable, Equatable {
    /// A proxy that is asked by CONNECT.
    public struct Proxy: Sendable, Equatable {
        /// Its host.
        public let host: String
        /// Its port.
        public let port: Int
        /// `name:password` in front of the host, if there is one.
        public let credentials: String?
    }

    /// Why the variable cannot be used.
    public enum Defect: Error, Equatable, Sendable {
        /// It is not `http://host:port`.
        case form
    }

    /// The proxy for HTTPS; nil: none.
    public let proxy: Proxy?
    /// Hosts that are reached directly.
    private let exceptions: [String]

    /// Reads `HTTPS_PROXY` and `NO_PROXY`, in lower case first as curl does.
    /// - Parameter environment: The variables.
    /// - Throws: ``Defect`` when the proxy is none that can be asked by CONNECT over plain HTTP.
    public init(_ environment: [String: String]) throws(Defect) {
        func value(_ name: String) -> String? {
            (environment[name.lowercased()] ?? environment[name]).flatMap { $0.isEmpty ? nil : $0 }
        }
        exceptions = (value("NO_PROXY") ?? "").lowercased().split { $0 == "," || $0 == " " }
            .map(String.init)
        proxy = try value("HTTPS_PROXY").map { text throws(Defect) in try Self.proxy(text) }
    }

    /// The proxy for a host; nil when it is reached directly.
    ///
    /// This machine itself and the address of cloud metadata are never asked through a proxy.
    public func proxy(for host: String) -> Proxy? {
        if host == "localhost" || host.hasPrefix("127.") || host.hasPrefix("169.254.") {
            return nil
        }
        let isExcepted = exceptions.contains { entry in
            let name =
                entry.hasPrefix("*.")
                ? String(entry.dropFirst(2))
                : entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
            return entry == "*" || host == name || host.hasSuffix("." + name)
        }
        return isExcepted ? nil : proxy
    }

    private static func proxy(_ text: String) throws(Defect) -> Proxy {
        var rest = text[...]
        if rest.lowercased().hasPrefix("http://") {
            rest = rest.dropFirst("http://".count)
        } else if rest.contains("/") {
            // A proxy that wants TLS or speaks SOCKS cannot be asked by CONNECT over plain HTTP.
            throw .form
        }
        while rest.last == "/" { rest = rest.dropLast() }
        var credentials: String?
        if let at = rest.lastIndex(of: "@") {
            credentials = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let host = parts.first, !host.isEmpty,
            !host.contains("/")
        else { throw .form }
        guard let port = parts.count == 2 ? Int(parts[1]) : 80, (1...65_535).contains(port) else {
            throw .form
        }
        return Proxy(host: String(host), port: port, credentials: credentials)
    }
}
