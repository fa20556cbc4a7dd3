internal import TokenCheck

/// The steps of a registration as a script for `az`.
///
/// Text that somebody chose stands in single quotes, or behind a `#` without line breaks; everything else is ids and
/// names of the catalogue.
public struct AzureScript: Sendable {
    private let registration: AppRegistration
    private let secretFile: String?

    /// Writes a script.
    /// - Parameters:
    ///   - registration: What is registered.
    ///   - secretFile: Where a confidential client's secret goes; nil: none is made.
    public init(_ registration: AppRegistration, secretFile: String? = nil) {
        self.registration = registration
        self.secretFile = secretFile
    }

    /// The script for any POSIX shell.
    public var text: String {
        let steps = [
            head, signIn, refusal, creation, permissions, principals, consent, secret, readingBack,
        ]
        return steps.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    /// Text in single quotes for a shell.
    static func quoted(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: "'\\''")
            + "'"
    }

    private static func comment(_ text: String) -> [String] {
        let plain = Escaping.plain(text)
        return FoldedRow("# " + plain, indent: "# ", columns: 100).text
            .split(separator: "\n").map(String.init)
    }

    private var head: [String] {
        let client =
            registration.client == .mixed
            ? "public and confidential" : registration.client.rawValue
        return ["#!/bin/sh"]
            + Self.comment(
                "Registers \(Escaping.quoted(registration.name)) as a "
                    + "\(client) client for \(registration.purpose).")
            + ["set -eu"]
    }

    private var signIn: [String] {
        var lines = Self.comment(
            "Sign in, with the right to register applications and to consent for all.")
        let cloud =
            switch registration.cloud {
            case .public: "AzureCloud"
            case .usgov, .usgovDoD: "AzureUSGovernment"
            case .china: "AzureChinaCloud"
            }
        lines.append("az cloud set --name \(cloud)")
        let tenant = registration.tenant.map { " --tenant \(Self.quoted($0))" } ?? ""
        lines.append("az login\(tenant) --allow-no-subscriptions --output none")
        return lines
    }

    private var creation: [String] {
        let redirect = AppRegistration.redirect
        let client =
            registration.client.signsInWithoutProof
            ? ["--is-fallback-public-client true", "--public-client-redirect-uris \(redirect)"]
            : ["--is-fallback-public-client false", "--web-redirect-uris \(redirect)"]
        // The name is one word with its flag: `az` takes `-x` for a flag, and reads a file for a word with `=@` in it.
        return Self.comment(
            "The application. " + registration.clientReason + AppRegistration.redirectReason) + [
                "client=$(az ad app create --display-name=\"$name\" --sign-in-audience AzureADMyOrg \\",
                "    \(client.joined(separator: " ")) \\",
                "    --query appId --output tsv)",
            ]
    }

    /// `az ad app create` changes an application that has the name already.
    private var refusal: [String] {
        Self.comment(
            "Its name. An application of this name would be changed instead of a new one made: there must be none."
        )
            + [
                "name=\(Self.quoted(registration.name))",
                "others=$(az ad app list --filter=\"displayName eq '$name'\" --query '[].appId' --output tsv)",
                "if [ -n \"$others\" ]; then",
                "    printf 'nothing was changed: there is an application of this name, %s\\n' \"$others\" >&2",
                "    exit 1",
                "fi",
            ]
    }

    private var permissions: [String] {
        var lines = Self.comment("What it asks for.")
        for resource in registration.requested.resources {
            let names = [TokenKind.application, .delegated].compactMap { kind -> String? in
                let names = registration.names(resource, kind)
                return names.isEmpty ? nil : "\(kind.rawValue) " + names.joined(separator: ", ")
            }
            lines += Self.comment(
                "\(resource.servicePrincipalName) (\(resource.displayName)): "
                    + names.joined(separator: "; ") + ".")
            if resource == .defenderXDR {
                lines += Self.comment(
                    "The portal finds it only under APIs my organization uses, once its whole name is typed."
                )
            }
            let ids = registration.requested.permissions(for: resource).map {
                "\($0.id)=\($0.accessType)"
            }
            lines.append(
                "az ad app permission add --id \"$client\" --api \(resource.applicationID) --output none \\"
            )
            lines.append("    --api-permissions " + ids.joined(separator: " \\\n        "))
        }
        return lines
    }

    private var principals: [String] {
        var lines = Self.comment(
            "The service principals: the application's, and the resources' where the tenant lacks them."
        )
        for id in ["\"$client\""] + registration.requested.resources.map(\.applicationID) {
            lines.append(
                "az ad sp show --id \(id) --output none 2>/dev/null || az ad sp create --id \(id) --output none"
            )
        }
        return lines
    }

    private var consent: [String] {
        Self.comment(
            "Consent for the whole tenant. A registration takes a moment to be known everywhere, so this is tried for a "
                + "minute.")
            + [
                "attempts=5",
                "until az ad app permission admin-consent --id \"$client\"; do",
                "    attempts=$((attempts - 1))",
                "    if [ \"$attempts\" -eq 0 ]; then",
                "        printf 'client %s is registered, without consent\\n' \"$client\" >&2",
                "        exit 1",
                "    fi",
                "    sleep 15",
                "done",
            ]
    }

    private var secret: [String] {
        guard registration.client != .public else { return [] }
        guard let secretFile else {
            return Self.comment(
                "It proves itself by a federated credential, a certificate or a secret: `az ad app federated-credential "
                    + "create`, or `az ad app credential reset --append` with `--create-cert`.")
        }
        let file = Self.quoted(secretFile.hasPrefix("-") ? "./" + secretFile : secretFile)
        return Self.comment(
            "A secret for a year, into a file that nobody else may read, and that is not there yet."
        ) + [
            "(umask 077 && set -C && az ad app credential reset --id \"$client\" --append --years 1 \\",
            "    --query password --output tsv >\(file))",
        ]
    }

    private var readingBack: [String] {
        [
            "tenant=$(az account show --query tenantId --output tsv)",
            "printf 'client %s\\ntenant %s\\n' \"$client\" \"$tenant\"",
        ]
    }
}
