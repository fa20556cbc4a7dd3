internal import Reporting
internal import Transport

/// What is said when a server gave no whole answer, whichever it was.
enum ExchangeWords {
    /// Why there is none.
    static func reason(_ fault: HTTPFault) -> String {
        switch fault {
        case .nameNotFound: "the name cannot be resolved"
        case .notConnected(let words): "no connection (\(Escaping.plain(words)))"
        case .proxy(let words): "the proxy: \(Escaping.plain(words))"
        case .tls(let words): "the other side is not who it should be (\(Escaping.plain(words)))"
        case .deadline: "no whole answer in time"
        case .tooLarge(let limit): "more than \(limit / 1_048_576) MiB"
        case .encoded(let encoding):
            "encoded as \(Escaping.quoted(encoding)), which nobody asked for"
        case .cut: "the connection ended in the middle"
        case .cancelled: "given up"
        case .other(let words): Escaping.plain(words)
        }
    }

    /// What to do about it.
    static func hint(_ fault: HTTPFault) -> String {
        switch fault {
        case .nameNotFound: "check the network, DNS and HTTPS_PROXY"
        case .notConnected: "check the network; is there a proxy that HTTPS_PROXY must name?"
        case .proxy: "check HTTPS_PROXY"
        case .tls: "check SSL_CERT_FILE; is there a proxy in between?"
        case .deadline, .cut, .cancelled: "try again later"
        case .tooLarge, .encoded, .other: "check the network, HTTPS_PROXY and SSL_CERT_FILE"
        }
    }
}
