internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck
internal import Transport

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Finds the keys for a policy: the cache, else the authority.
struct KeyFinder {
    let options: KeyOptions
    let program: Program
    /// Takes note of what time the servers say it is.
    var listener: ServerClock?

    /// The keys and what must be said of them.
    struct Found {
        var keys: KeySet
        var notes: [String] = []
        /// How fetching failed, if it did.
        var faults: [KeyListFault] = []
    }

    /// The keys of every authority that the policy expects.
    /// - Parameters:
    ///   - policy: What is expected; nothing in the token chooses whom to ask.
    ///   - keyID: The key that the token names.
    /// - Returns: The keys, perhaps none, and what must be said of them.
    /// - Throws: ``CommandFault`` (64) for flags and variables that make no sense.
    func keys(for policy: Policy, wanting keyID: String?) async throws -> Found {
        let authorities = try authorities(of: policy)
        guard !options.offline else {
            return await ask(authorities, by: nil, wanting: keyID)
        }
        return try await KeyNetwork.use(program.environment) { exchange in
            let exchange = exchange.map { listener?.listening(to: $0) ?? $0 }
            return await ask(authorities, by: exchange, wanting: keyID)
        }
    }

    private func ask(
        _ authorities: [Authority], by exchange: (any HTTPExchange)?, wanting keyID: String?
    ) async -> Found {
        let answers = await Self.ask(
            authorities, by: exchange, wanting: keyID, options.refresh ? .refresh : .ifNeeded,
            in: program)
        return zip(authorities, answers).reduce(into: Found(keys: .none)) { found, next in
            let (authority, (answer, notes)) = next
            found.notes += notes
            found.faults += answer.notes.compactMap {
                KeyNoteWords.fault($0, host: authority.metadata.host)
            }
            found.keys = Self.joined(found.keys, answer.keys)
        }
    }

    /// Asks authorities, or their caches, at the same time, and says on a terminal when that takes long.
    /// - Returns: The answers in the order of the authorities, each with its notes in words.
    static func ask(
        _ authorities: [Authority], by exchange: (any HTTPExchange)?, wanting keyID: String?,
        _ wish: KeySource.Wish, in program: Program
    ) async -> [(answer: KeySource.Answer, notes: [String])] {
        let cache = KeyCacheFolder.cache(program.environment)
        let hosts = Set(authorities.map(\.metadata.host)).sorted().joined(separator: ", ")
        let answers = await Progress.telling("asking \(hosts) for keys") {
            await withTaskGroup(of: (Int, KeySource.Answer).self) { group in
                for (number, authority) in authorities.enumerated() {
                    let source = KeySource(
                        authority: authority, exchange: exchange, cache: cache, clock: .system)
                    group.addTask { (number, await source.keys(wanting: keyID, wish)) }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        }
        return authorities.enumerated().compactMap { number, authority in
            answers[number].map { answer in
                let host = authority.metadata.host
                return (answer, answer.notes.map { KeyNoteWords.sentence($0, host: host) })
            }
        }
    }

    /// Several lists as one; its age is that of the oldest.
    static func joined(_ first: KeySet, _ second: KeySet) -> KeySet {
        guard !first.entries.isEmpty else { return second }
        guard !second.entries.isEmpty else { return first }
        let names = [first.origin.name, second.origin.name].compactMap(\.self)
        let source: KeySet.Origin.Source =
            first.origin.source == .authority && second.origin.source == .authority
            ? .authority : .cache
        return KeySet(
            first.entries + second.entries,
            origin: KeySet.Origin(
                source: source, name: names.joined(separator: ", "),
                fetchedAt: [first.origin.fetchedAt, second.origin.fetchedAt].compactMap(\.self)
                    .min()),
            ageSeconds: max(first.ageSeconds, second.ageSeconds))
    }

    func authorities(of policy: Policy) throws(CommandFault) -> [Authority] {
        do throws(AddressDefect) {
            var authorities: [Authority] = []
            let issuers = policy.issuers.filter { EntraIssuer($0) == nil }
            let tenants: [String]
            switch policy.tenants {
            case .any:
                return [
                    try Authority(
                        .common, cloud: policy.cloud, applicationID: options.applicationID)
                ]
                    + (try issuers.map { issuer throws(AddressDefect) in
                        try Authority(issuer: issuer)
                    })
            case .only(let listed):
                tenants = listed + policy.issuers.compactMap { EntraIssuer($0)?.tenant }
            }
            if tenants.count > 1 {
                authorities.append(
                    try Authority(
                        .organizations, cloud: policy.cloud,
                        applicationID: options.applicationID))
            } else if let tenant = tenants.first {
                authorities.append(
                    try Authority(
                        tenant: tenant, cloud: policy.cloud,
                        applicationID: options.applicationID))
            }
            for issuer in issuers { authorities.append(try Authority(issuer: issuer)) }
            return authorities
        } catch {
            throw .usage(
                "--issuer: no address of which keys could be asked",
                hint: "an issuer is https://HOST/…; for others give the keys with --keys FILE")
        }
    }
}

extension KeyClock {
    /// The clocks of this machine.
    static let system = KeyClock(
        monotonic: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec)
        },
        wall: { Int64(time(nil)) })
}

/// Says on a terminal what takes longer than a second.
enum Progress {
    /// Does work, and says so if it takes longer than a second and somebody watches.
    static func telling<Value: Sendable>(
        _ words: String, _ work: () async -> Value
    ) async -> Value {
        guard isatty(STDERR_FILENO) == 1 else { return await work() }
        let message = Task {
            try await Task.sleep(for: .seconds(1))
            StandardStreams.printError("tokcheck: \(words)\n")
        }
        let value = await work()
        message.cancel()
        return value
    }
}
