internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Transport

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension HTTPFault {
    /// What an error of the HTTP library means.
    init(_ error: any Error, isProxied: Bool) {
        switch error {
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
                self = isProxied ? .proxy("its name cannot be resolved") : .nameNotFound
            } else {
                let words = error.connectionErrors.first.map { Self.words($0.error) } ?? "refused"
                self = isProxied ? .proxy(words) : .notConnected(words)
            }
        case let error as HTTPClientError: self.init(error, isProxied: isProxied)
        case let error as NIOSSLExtraError:
            self =
                .tls(
                    error == .failedToValidateHostname
                        ? "the certificate is for another name" : "the certificate is not accepted")
        case let error as NIOSSLError: self = Self.tls(error)
        case is BoringSSLError: self = .tls("the handshake failed")
        case let error as IOError:
            self = isProxied ? .proxy(Self.words(error)) : .notConnected(Self.words(error))
        case is CancellationError: self = .cancelled
        case is ChannelError, is HTTPParserError: self = .cut
        default: self = .other(Self.words(error))
        }
    }

    private init(_ error: HTTPClientError, isProxied: Bool) {
        switch error {
        case .invalidProxyResponse: self = .proxy("it refuses the connection")
        case .proxyAuthenticationRequired: self = .proxy("it asks for a name and password")
        case .httpProxyHandshakeTimeout: self = .proxy("it does not answer")
        case .connectTimeout:
            self = isProxied ? .proxy("it does not answer") : .notConnected("no answer")
        case .tlsHandshakeTimeout: self = .tls("the handshake took too long")
        case .remoteConnectionClosed, .uncleanShutdown: self = .cut
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
            self = .deadline
        case .cancelled: self = .cancelled
        default: self = .other(Self.words(error))
        }
    }

    /// The library's own words name files of the machine that built it; what matters is one of a few things.
    private static func tls(_ error: NIOSSLError) -> HTTPFault {
        switch error {
        case .uncleanShutdown: return .cut
        case .noSuchFilesystemObject, .failedToLoadCertificate:
            return .tls("the file of SSL_CERT_FILE cannot be read")
        case .handshakeFailed(let reason):
            let isCertificate = String(describing: reason).contains("CERTIFICATE_VERIFY_FAILED")
            return .tls(
                isCertificate
                    ? "the certificate is not of an authority that is trusted"
                    : "the handshake failed")
        default: return .tls("the handshake failed")
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? IOError else {
            return String(String(describing: error).prefix(200))
        }
        // SAFETY: the system gives a text that stays until the next call; it is copied at once.
        return strerror(error.errnoCode).map { String(cString: $0).lowercased() }
            ?? "error \(error.errnoCode)"
    }
}
