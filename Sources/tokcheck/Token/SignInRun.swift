internal import EntraID
internal import JOSE
internal import TokenCheck
internal import Transport

#if canImport(NetworkTransport)
    internal import NetworkTransport
#endif

/// One sign-in, from the plan to the token.
struct SignInRun: Sendable {
    let plan: SignInPlan
    let credentials: Credentials
    let user: UserOptions
    let exchange: any HTTPExchange
    let screen: SignInScreen
    let program: Program

    /// The token.
    /// - Throws: ``CommandFault``, with the words for whatever went wrong.
    func issued() async throws(CommandFault) -> IssuedToken {
        do throws(SignInFault) {
            return try await token()
        } catch {
            throw SignInFaultWords(error, plan: plan, credentials: credentials).fault
        }
    }

    private func token() async throws(SignInFault) -> IssuedToken {
        guard let authority = plan.authority, let client = plan.clientID else {
            let identity = try ManagedIdentity(
                environment: program.environment, exchange: exchange)
            guard case .identity(let selector) = credentials else {
                return try await identity.token(for: plan.target, in: plan.cloud)
            }
            return try await identity.token(for: plan.target, as: selector, in: plan.cloud)
        }
        var signIn = SignIn(authority: authority, clientID: client, exchange: exchange)
        signIn.claims = plan.claims
        signIn.isRefreshTokenWanted = user.refreshTokenFile != nil
        switch credentials {
        case .none:
            return plan.grant == .browser
                ? try await browser(signIn) : try await device(signIn)
        case .secret(let secret):
            return try await signIn.token(for: plan.target, by: .secret(secret))
        case .certificate(let assertion, _):
            return try await signIn.token(for: plan.target, by: .certificate(assertion))
        case .assertion(let assertion):
            return try await signIn.token(for: plan.target, by: .federated(assertion))
        case .gitHubActions(let job):
            let assertion = try await job.assertion(
                for: FederatedAssertion.audience(in: plan.cloud), by: exchange)
            return try await signIn.token(for: plan.target, by: .federated(assertion))
        case .refreshToken(let token):
            return try await signIn.token(for: plan.target, refreshing: token)
        case .identity: throw .managedIdentity(.selectorUnsupported)
        }
    }

    private func device(_ signIn: SignIn) async throws(SignInFault) -> IssuedToken {
        let screen = screen
        let countdown = Countdown()
        do throws(SignInFault) {
            let issued = try await signIn.token(for: plan.target) { prompt in
                screen.show(prompt)
                await countdown.begin { await screen.countDown(from: prompt.expiresInSeconds) }
            }
            await countdown.end()
            return issued
        } catch {
            await countdown.end()
            throw error
        }
    }

    private func browser(_ signIn: SignIn) async throws(SignInFault) -> IssuedToken {
        var options = BrowserOptions()
        options.prompt = user.prompt?.prompt
        options.loginHint = user.loginHint
        options.port = user.redirectPort
        let screen = screen
        #if canImport(NetworkTransport)
            return try await signIn.token(
                for: plan.target, throughBrowser: options, listener: LoopbackListener()
            ) { address in screen.open(address) }
        #else
            throw .redirect(.notListening("this build has no network"))
        #endif
    }
}

/// The countdown beside a wait.
private actor Countdown {
    private var task: Task<Void, Never>?

    func begin(_ work: @escaping @Sendable () async -> Void) { task = Task { await work() } }

    /// Ends it, and waits until its line is gone.
    func end() async {
        task?.cancel()
        await task?.value
    }
}
