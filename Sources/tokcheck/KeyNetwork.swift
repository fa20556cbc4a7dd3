internal import EntraID
internal import Reporting
internal import Transport

#if canImport(NetworkTransport)
    internal import NetworkTransport
#endif

/// The way to authorities, if this program has one and may use it.
enum KeyNetwork {
    /// Lets work use the network, and closes every connection behind it.
    /// - Parameters:
    ///   - environment: Where proxy and trusted certificates are named.
    ///   - body: The work; without a way to the network it is given nil.
    /// - Returns: What the work gives.
    /// - Throws: What the work throws, and ``CommandFault`` (64) for a proxy that cannot be used.
    static func use<Value>(
        _ environment: [String: String], _ body: ((any HTTPExchange)?) async throws -> Value
    ) async throws -> Value {
        #if canImport(NetworkTransport)
            let settings: ProxySettings
            do throws(ProxySettings.Defect) {
                settings = try ProxySettings(environment)
            } catch {
                throw CommandFault.usage(
                    "HTTPS_PROXY: not the address of a proxy",
                    hint: "http://HOST:PORT; proxies over TLS and SOCKS are not supported")
            }
            let exchange = AsyncHTTPExchange(
                settings: settings,
                certificateFile: environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
            do {
                let value = try await body(exchange)
                await exchange.shutDown()
                return value
            } catch {
                await exchange.shutDown()
                throw error
            }
        #else
            return try await body(nil)
        #endif
    }
}

/// Where key lists are kept between runs.
enum KeyCacheFolder {
    /// The cache below `XDG_CACHE_HOME` or `HOME`; nil when neither names a folder.
    static func cache(_ environment: [String: String]) -> KeyCache? {
        func folder(_ name: String) -> String? {
            // The specification of base directories ignores paths that are not absolute.
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let base = folder("XDG_CACHE_HOME") ?? folder("HOME").map { $0 + "/.cache" }
        return base.map { KeyCache(folder: $0 + "/tokcheck/keys") }
    }

    /// The cache, for commands that are about it.
    static func existing(_ environment: [String: String]) throws(CommandFault) -> KeyCache {
        guard let cache = cache(environment) else {
            throw .usage(
                "there is no place for a cache", hint: "set HOME or XDG_CACHE_HOME to a folder")
        }
        return cache
    }

    /// A cache that does not count, or that the system withholds (66).
    static func fault(_ defect: KeyCacheDefect, _ cache: KeyCache) -> CommandFault {
        CommandFault(
            exit: .noInput, code: "cache", message: KeyNoteWords.reason(defect),
            hint: "the cache is used only if it belongs to you and nobody else may write to it",
            file: Escaping.plain(cache.folder))
    }
}
