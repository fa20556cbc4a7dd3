internal import ArgumentParser
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// `tokcheck app`: what to register in Entra ID for the operations of a manifest.
struct AppCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "Say what to register in Entra ID for the operations of a manifest.",
        discussion: """
            Nothing is registered by this: it prints what to send, or commands to run.

            tokcheck app commands --manifest tokcheck.yaml
            """,
        subcommands: [
            AppManifestCommand.self, AppConsentCommand.self, AppStepsCommand.self,
        ]
    )
}

/// `tokcheck app manifest`: the registration as JSON.
struct AppManifestCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Print the registration as Microsoft Graph takes it, as JSON.",
        discussion: """
            The body of POST /applications; the portal's manifest has the same members.
            `tokcheck manifest to-app` prints the list requiredResourceAccess alone.
            """
    )

    @OptionGroup(title: "What is registered") var options: RegistrationOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        global.write(JSONWriter.text(try options.registration().json, layout: .indented) + "\n")
        return .success
    }
}

/// `tokcheck app consent-url`: where an administrator consents.
struct AppConsentCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent-url",
        abstract: "Print the address at which an administrator consents.",
        discussion: """
            For one resource the address names it; for several it asks for everything that
            is registered. Afterwards the browser goes to http://localhost, where nobody
            need answer: look for error= in its address first, then for admin_consent=True.
            """
    )

    @Option(help: ArgumentHelp("The application's id.", valueName: "guid"))
    var clientID: String

    @OptionGroup(title: "What is registered") var options: RegistrationOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let client = clientID.lowercased()
        guard GUID.isCanonical(client) else {
            throw CommandFault.usage(
                "--client-id: \(Redaction.quoted(clientID)) is no GUID",
                hint: "the application (client) id of the registration")
        }
        let registration = try options.registration()
        guard let tenant = registration.tenant else {
            throw CommandFault.usage(
                "no tenant", hint: "add --tenant, a GUID or a domain such as contoso.com")
        }
        let address = ConsentAddress(
            client: client, tenant: tenant, cloud: registration.cloud,
            resources: registration.requested.resources)
        global.write(json: address.json, text: address.url + "\n")
        return .success
    }
}

/// `tokcheck app commands`: the steps of the registration.
struct AppStepsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands",
        abstract: "Print the steps of the registration, for az or Microsoft Graph.",
        discussion: """
            Read them, then run them:  tokcheck app commands --manifest tokcheck.yaml > register.sh
            """
    )

    @Flag(help: "Print requests to Microsoft Graph instead of a script for az.")
    var graph = false

    @Option(
        help: ArgumentHelp(
            "Let the script make a secret for a service, into this file.",
            valueName: "file"), completion: .file())
    var secretOut: String?

    @OptionGroup(title: "What is registered") var options: RegistrationOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let registration = try options.registration()
        guard secretOut == nil || registration.client != .public else {
            throw CommandFault.usage(
                "--secret-out for a public client, which has no secret",
                hint: "leave it out; a service has one (--confidential)")
        }
        guard secretOut == nil || !graph else {
            throw CommandFault.usage(
                "both --secret-out and --graph", hint: "leave out one of them")
        }
        guard graph || global.format == .json || !registration.name.contains("'") else {
            // `az` looks for it in a filter, in which it does not escape it.
            throw CommandFault.usage(
                "--name: az cannot register a name with '",
                hint: "choose another name, or print requests with --graph")
        }
        let steps = GraphSteps(registration)
        global.write(
            json: steps.json,
            text: graph
                ? steps.text(style: global.style(in: program))
                : AzureScript(registration, secretFile: secretOut).text)
        return .success
    }
}
