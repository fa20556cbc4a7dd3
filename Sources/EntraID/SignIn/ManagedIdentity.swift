internal import JOSE
internal import StrictJSON
public import TokenCheck
public import Transport

/// The identity that a machine or service of Azure has of its own; it needs no secret.
public struct ManagedIdentity: Sendable {
    /// Which of several identities.
    public enum Selector: Sendable, Equatable {
        /// The machine's own, or the only one.
        case `default`
        /// By its client id.
        case clientID(String)
        /// By its object id.
        case objectID(String)
        /// By its resource id in Azure.
        case resourceID(String)
    }

    /// Why the service cannot be asked.
    public enum Defect: Error, Sendable, Equatable {
        /// A variable names no address on this machine's link.
        case address(variable: String, AddressDefect)
        /// A variable is set and cannot be used.
        case variable(String)
        /// Service Fabric, whose certificate would have to be pinned.
        case serviceFabric
        /// Cloud Shell, which gives a user's tokens.
        case cloudShell
        /// This platform gives only the machine's own identity.
        case selectorUnsupported
        /// The key file that Azure Arc names is not where such files are, or cannot be read.
        case arcKey
        /// Nobody answers: this machine has no such service.
        case notHere
    }

    let source: Source
    private let exchange: any HTTPExchange
    private let pace: SignInPace
    private let arcKey: @Sendable (String) -> [UInt8]?

    /// Finds the service of this machine.
    /// - Parameters:
    ///   - environment: The variables by which a platform names its service.
    ///   - exchange: The way to it.
    ///   - pace: Clock and sleep.
    /// - Throws: ``SignInFault/managedIdentity(_:)``.
    public init(
        environment: [String: String], exchange: any HTTPExchange, pace: SignInPace = .system
    ) throws(SignInFault) {
        try self.init(
            environment: environment, exchange: exchange, pace: pace,
            hasArcAgent: ArcKeyFile.hasAgent, arcKey: ArcKeyFile.read)
    }

    init(
        environment: [String: String], exchange: any HTTPExchange, pace: SignInPace,
        hasArcAgent: Bool, arcKey: @escaping @Sendable (String) -> [UInt8]?
    ) throws(SignInFault) {
        do throws(Defect) {
            source = try Source(environment, hasArcAgent: hasArcAgent)
        } catch {
            throw .managedIdentity(error)
        }
        self.exchange = exchange
        self.pace = pace
        self.arcKey = arcKey
    }

    /// Gets the identity's token.
    /// - Parameters:
    ///   - target: For what; a resource, never permissions by name.
    ///   - selector: Which identity.
    ///   - cloud: The cloud, for built-in resources.
    /// - Returns: The token.
    /// - Throws: ``SignInFault``.
    public func token(
        for target: SignInTarget, as selector: Selector = .default, in cloud: Cloud = .public
    ) async throws(SignInFault) -> IssuedToken {
        let resource: String
        do throws(SignInTarget.Defect) {
            resource = try target.resource(in: cloud)
        } catch {
            throw .target(error == .scopesInVersion1 ? .defaultNeeded : error)
        }
        let request: HTTPRequest
        do throws(Defect) {
            request = try source.request(for: resource, as: selector)
        } catch {
            throw .managedIdentity(error)
        }
        var answer = try await answer(request)
        var secrets = source.secret.map { [$0] } ?? []
        if source.kind == .arc, answer.status == 401 {
            let key = try provingKey(answer)
            answer = try await self.answer(
                HTTPRequest(
                    get: request.address,
                    fields: request.fields + [
                        HTTPAnswer.Field("authorization", "Basic \(key.shown)")
                    ]))
            secrets.append(key)
        }
        let root = try wire.object(in: answer, .managedIdentity, hiding: secrets)
        return try IssuedToken(
            root, answer, step: .managedIdentity, tenant: nil, now: pace.wall())
    }

    private var wire: SignInWire { SignInWire(exchange: exchange, pace: pace) }

    /// The waits between tries while the service is busy, half a minute altogether.
    private static let waits: [Int64] = [2, 4, 8, 16]
    /// Those while it is being replaced, which Microsoft says takes up to 70 seconds.
    private static let waitsForNew: [Int64] = [2, 4, 8, 16, 20, 20]
    /// The service answers at once or is not there.
    private static let attempt = Duration.seconds(5)

    private func answer(_ request: HTTPRequest) async throws(SignInFault) -> HTTPAnswer {
        var tries = 0
        while true {
            let answer: HTTPAnswer
            do throws(SignInFault) {
                answer = try await wire.answer(
                    request, .managedIdentity, .once, deadline: Self.attempt)
            } catch {
                guard case .exchange(_, let fault) = error, fault.mayPass else { throw error }
                throw .managedIdentity(.notHere)
            }
            let isBusy = [404, 410, 429].contains(answer.status) || answer.status >= 500
            let waits = answer.status == 410 ? Self.waitsForNew : Self.waits
            guard isBusy, tries < waits.count else { return answer }
            try await wire.sleep(.seconds(waits[tries]))
            tries += 1
        }
    }

    /// The content of the file that Arc's challenge names.
    private func provingKey(_ answer: HTTPAnswer) throws(SignInFault) -> Secret {
        let mark = "basic realm="
        guard let challenge = answer.value(of: "www-authenticate"),
            challenge.lowercased().hasPrefix(mark)
        else { throw .managedIdentity(.arcKey) }
        let path = challenge.dropFirst(mark.count).trimmingQuotes
        guard var key = arcKey(path), !key.isEmpty, key.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .managedIdentity(.arcKey) }
        return Secret(taking: &key)
    }
}

extension Secret {
    /// Its text, as it is sent in a header field.
    var shown: String { String(decoding: copy, as: UTF8.self) }
}

extension Substring {
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count > 1
            ? String(dropFirst().dropLast()) : String(self)
    }
}
