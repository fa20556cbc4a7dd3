internal import JOSE
internal import Transport

extension ManagedIdentity {
    /// Whom a machine asks, and how: the platforms differ.
    struct Source: Sendable {
        enum Kind: Sendable { case machine, appService, machineLearning, arc }

        let kind: Kind
        let address: String
        let variable: String
        /// What the platform wants to see again, so that only its own processes are answered.
        let secret: Secret?

        /// Finds the service by the variables that platforms set, in the order in which Microsoft's libraries look.
        ///
        /// The agent of Azure Arc names its service to those who sign in anew only: whoever runs beside it finds it all
        /// the same.
        init(_ environment: [String: String], hasArcAgent: Bool) throws(Defect) {
            func value(_ name: String) -> String? {
                environment[name].flatMap { $0.isEmpty ? nil : $0 }
            }
            func secret(_ name: String) throws(Defect) -> Secret {
                guard let text = value(name), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
                else { throw .variable(name) }
                return Secret(text)
            }
            if let endpoint = value("IDENTITY_ENDPOINT") {
                if value("IDENTITY_HEADER") != nil {
                    guard value("IDENTITY_SERVER_THUMBPRINT") == nil else { throw .serviceFabric }
                    kind = .appService
                    self.secret = try secret("IDENTITY_HEADER")
                } else {
                    guard value("IMDS_ENDPOINT") != nil else { throw .variable("IDENTITY_HEADER") }
                    kind = .arc
                    self.secret = nil
                }
                address = endpoint
                variable = "IDENTITY_ENDPOINT"
            } else if let endpoint = value("MSI_ENDPOINT") {
                guard value("MSI_SECRET") != nil else { throw .cloudShell }
                kind = .machineLearning
                self.secret = try secret("MSI_SECRET")
                address = endpoint
                variable = "MSI_ENDPOINT"
            } else if hasArcAgent {
                kind = .arc
                address = "http://localhost:40342/metadata/identity/oauth2/token"
                variable = ""
                self.secret = nil
            } else {
                kind = .machine
                address = "http://169.254.169.254/metadata/identity/oauth2/token"
                variable = ""
                self.secret = nil
            }
        }

        func request(for resource: String, as selector: Selector) throws(Defect) -> HTTPRequest {
            var query = FormBody()
            var fields: [HTTPAnswer.Field] = []
            query.add("api-version", version)
            query.add("resource", resource)
            if let (name, value) = try parameter(selector) { query.add(name, value) }
            switch kind {
            case .machine, .arc: fields.append(HTTPAnswer.Field("metadata", "true"))
            case .appService:
                fields.append(HTTPAnswer.Field("x-identity-header", secret?.shown ?? ""))
            case .machineLearning: fields.append(HTTPAnswer.Field("secret", secret?.shown ?? ""))
            }
            do throws(AddressDefect) {
                let address = try AllowedAddress(
                    managedIdentity: address + (address.contains("?") ? "&" : "?") + query.query)
                return HTTPRequest(get: address, fields: fields)
            } catch {
                throw .address(variable: variable, error)
            }
        }

        private var version: String {
            switch kind {
            case .machine: "2018-02-01"
            case .appService: "2019-08-01"
            case .machineLearning: "2017-09-01"
            case .arc: "2020-06-01"
            }
        }

        private func parameter(_ selector: Selector) throws(Defect) -> (String, String)? {
            switch (selector, kind) {
            case (.default, _): return nil
            case (_, .arc): throw .selectorUnsupported
            case (.clientID(let id), .machineLearning): return ("clientid", id)
            case (_, .machineLearning): throw .selectorUnsupported
            case (.clientID(let id), .machine), (.clientID(let id), .appService):
                return ("client_id", id)
            case (.objectID(let id), .machine), (.objectID(let id), .appService):
                return ("object_id", id)
            case (.resourceID(let id), .machine): return ("msi_res_id", id)
            case (.resourceID(let id), .appService): return ("mi_res_id", id)
            }
        }
    }
}
