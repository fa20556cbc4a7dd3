internal import EntraID
internal import JOSE
internal import Reporting
internal import TokenCheck
internal import Transport

/// What is said when there is no token.
struct SignInFaultWords {
    private let cause: SignInFault
    private let plan: SignInPlan
    private let credentials: Credentials

    init(_ fault: SignInFault, plan: SignInPlan, credentials: Credentials) {
        cause = fault
        self.plan = plan
        self.credentials = credentials
    }

    /// The sentence, the hint and the exit code.
    var fault: CommandFault {
        switch cause {
        case .target(let defect): target(defect)
        case .exchange(let step, let fault):
            api(
                "network", "\(source(of: step)): \(ExchangeWords.reason(fault))",
                ExchangeWords.hint(fault))
        case .metadata(let defect):
            api(
                "metadata", KeyNoteWords.reason(.metadata(defect)),
                "check --tenant and --cloud; is there a proxy in between?")
        case .refused(let step, let refusal):
            RefusalWords(refusal, step: step, secret: secret).fault
        case .answer(let step, let defect): answer(step, defect)
        case .declined:
            api("declined", "the user declined", "sign in again and accept, or ask for less")
        case .codeExpired:
            api(
                "code-expired", "nobody signed in before the code expired",
                "start again with a new code")
        case .stateMismatch:
            api(
                "state", "an answer came back that this sign-in did not ask for",
                "start again, and sign in only in the window that it opens; nothing was sent")
        case .issuerMismatch(let issuer):
            api(
                "issuer",
                issuer.map { "the answer comes from \(Escaping.quoted($0)), not the authority" }
                    ?? "the answer does not say from which authority it comes",
                "start again, and sign in only in the window that it opens; nothing was sent")
        case .redirect(let fault): redirect(fault)
        case .certificate(let defect): CertificateWords.fault(defect, file: file)
        case .managedIdentity(let defect): managedIdentity(defect)
        case .cancelled:
            CommandFault(exit: .interrupted, code: "interrupted", message: "interrupted")
        }
    }

    /// Who was asked for what.
    private func source(of step: SignInFault.Step) -> String {
        switch step {
        case .metadata, .deviceCode, .token:
            (plan.authority.map { $0.metadata.host + ", " } ?? "") + step.rawValue
        case .browser, .assertion, .managedIdentity: step.rawValue
        }
    }

    private var secret: Secret? {
        if case .secret(let secret) = credentials { secret } else { nil }
    }

    private var file: String? {
        if case .certificate(_, let file) = credentials { file } else { nil }
    }

    private func api(_ code: String, _ message: String, _ hint: String?) -> CommandFault {
        CommandFault(exit: .api, code: code, message: message, hint: hint)
    }

    private func target(_ defect: SignInTarget.Defect) -> CommandFault {
        switch defect {
        case .resourceNotInCloud(let resource, let cloud):
            .usage(
                "the cloud \(cloud.rawValue) has no \(resource.displayName)",
                hint: "see `tokcheck resources`, or name another cloud with --cloud")
        case .form(let text):
            .usage(
                "--oauth-scope: not a scope: \(Redaction.quoted(text))",
                hint: "such as api://GUID/.default; several are written as several flags")
        case .mixed:
            .usage(
                "--oauth-scope: a token is for one API, and /.default stands alone",
                hint: "ask for each API's token by itself")
        case .scopesInVersion1:
            .usage(
                "--endpoint v1 takes one resource and no permissions by name",
                hint: "name it with --resource, or as NAME/.default with --oauth-scope")
        case .defaultNeeded:
            .usage(
                "--grant \(plan.grant.rawValue) takes no permissions by name",
                hint: "ask for NAME/.default: it brings all that was consented to")
        case .tenantNeeded:
            .usage(
                "--grant \(plan.grant.rawValue) needs one tenant",
                hint: "name it with --tenant, by GUID or domain")
        }
    }

    private func answer(_ step: SignInFault.Step, _ defect: AnswerDefect) -> CommandFault {
        let between = "is there a proxy or a sign-in page of a network in between?"
        let (message, hint): (String, String?) =
            switch defect {
            case .page: ("the answer is a web page", between)
            case .notJSON: ("the answer is no JSON", between)
            case .memberMissing(let name):
                ("the answer has no \(name)", "something else than the authority answered")
            case .tokenType(let type):
                (
                    "the token is of the type \(Escaping.quoted(type)), not Bearer",
                    "ask for a token without proof of possession"
                )
            case .tokenCharacters:
                ("the token has characters that no token may have", between)
            case .redirected(let status):
                ("the answer (\(status)) leads elsewhere and is not followed", between)
            case .status(let status) where status == 429 || status >= 500:
                ("the answer has the status \(status)", "try again later")
            case .status(let status):
                (
                    "the answer has the status \(status)",
                    step == .assertion ? "give the job `permissions: id-token: write`" : between
                )
            case .address(let name):
                ("\(name) is no address that may be asked", between)
            }
        return api("answer", "\(step.rawValue): \(message)", hint)
    }

    private func redirect(_ fault: RedirectFault) -> CommandFault {
        switch fault {
        case .portInUse(let port):
            api(
                "port", "port \(port) is in use by another program",
                "leave out --redirect-port, or choose another")
        case .notListening(let words):
            api("listener", "the browser could not come back: \(Escaping.plain(words))", nil)
        case .deadline:
            api(
                "browser", "the browser did not come back within two minutes",
                "the registration needs the redirect address http://localhost; "
                    + "without a browser on this machine: --grant device")
        case .cancelled:
            CommandFault(exit: .interrupted, code: "interrupted", message: "interrupted")
        }
    }

    private func managedIdentity(_ defect: ManagedIdentity.Defect) -> CommandFault {
        switch defect {
        case .address(let variable, _):
            .usage(
                "\(variable): no address of this machine",
                hint: "the platform sets it; a plain HTTP address on loopback or 169.254")
        case .variable(let name):
            .usage("\(name): missing, or no text that can be sent", hint: "the platform sets it")
        case .serviceFabric:
            api("managed-identity", "Service Fabric is not supported", "use a certificate")
        case .cloudShell:
            api(
                "managed-identity", "Cloud Shell gives a user's tokens",
                "use `az account get-access-token` there")
        case .selectorUnsupported:
            .usage(
                "this platform has one identity only",
                hint: "leave out --client-id, --object-id and --resource-id")
        case .arcKey:
            api(
                "managed-identity", "the key file that Azure Arc names cannot be read",
                "the user must be in the group himds, or be root")
        case .notHere:
            api(
                "managed-identity", "this machine has no managed identity",
                "enable it in Azure; elsewhere use --grant certificate or federated")
        }
    }
}
