internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Files that Entra ID's tools have written, read strictly and together.
struct ExportFiles {
    /// What they say.
    let export: EntraExport
    private let files: [(path: String, bytes: [UInt8])]

    /// Reads files; `-` is standard input.
    /// - Throws: ``CommandFault``: 66 for a file that cannot be read, 65 with the place for one that is cut, no JSON or no
    ///   export.
    init(_ paths: [String]) throws(CommandFault) {
        var files: [(path: String, bytes: [UInt8])] = []
        var export = EntraExport()
        guard paths.count(where: { $0 == "-" }) < 2 else {
            throw .usage("- is named twice", hint: "standard input can be read once")
        }
        for path in paths {
            let bytes = try FileReader.bytes(
                named: path, limit: EntraExport.limits.maximumBytes + 1)
            files.append((path, bytes))
            let document = try StrictFile.json(bytes, of: path, limits: EntraExport.limits)
            do throws(ExportDefect) {
                export.add(try EntraExport.read(document, file: files.count - 1))
            } catch {
                throw Self.fault(error, in: files)
            }
        }
        self.files = files
        self.export = export
    }

    /// A fault (65) at a place in one of the files.
    func fault(_ code: String, at place: ExportPlace, _ message: String, hint: String?)
        -> CommandFault
    {
        Self.fault(code, at: place, in: files, message, hint: hint)
    }

    /// What must be said of the files as a whole.
    var notes: [String] {
        var notes: [String] = []
        if export.isPartial {
            notes.append(
                "an export goes on at another address (@odata.nextLink): this is a part of it")
        }
        if export.emptyLists.contains(.unknown) {
            notes.append(
                "an export is an empty list that does not say of what; what Microsoft Graph answers does (@odata.context)"
            )
        }
        return notes
    }

    /// Refuses files that cannot be about one application in one tenant.
    /// - Throws: ``CommandFault`` (65).
    func refuseContradiction() throws(CommandFault) {
        guard let contradiction = export.contradiction else { return }
        let (code, message): (String, String) =
            switch contradiction {
            case .severalTenants(let application, let ids):
                (
                    "export-tenants",
                    "\(Resource.withApplicationID(application)?.servicePrincipalName ?? application) has several service "
                        + "principals, as in several tenants: " + ids.joined(separator: ", ")
                )
            case .otherClient(let registered, let granted):
                (
                    "export-client",
                    "the registration's service principal is \(registered), and the grants are to "
                        + granted.prefix(3).joined(separator: ", ")
                )
            case .severalApplications(let ids):
                (
                    "export-client",
                    "the files hold several registrations: " + ids.joined(separator: ", ")
                )
            }
        throw CommandFault(
            exit: .badData, code: code, message: message,
            hint: "export everything of one application in one tenant")
    }

    private static func fault(
        _ code: String, at place: ExportPlace, in files: [(path: String, bytes: [UInt8])],
        _ message: String, hint: String?
    ) -> CommandFault {
        guard files.indices.contains(place.file) else {
            return CommandFault(exit: .badData, code: code, message: message, hint: hint)
        }
        let (path, bytes) = files[place.file]
        let text = TextPlace(of: place.offset, in: bytes)
        return CommandFault(
            exit: .badData, code: code, message: message, hint: hint,
            file: FileReader.label(of: path), line: text.line, column: text.column)
    }

    private static func fault(
        _ defect: ExportDefect, in files: [(path: String, bytes: [UInt8])]
    ) -> CommandFault {
        let found = defect.found.map { Redaction.quoted($0) } ?? ""
        let (message, hint): (String, String?) =
            switch defect.kind {
            case .unknownForm:
                (
                    "no export that is understood",
                    "known are app registrations, appRoleAssignments, oauth2PermissionGrants and service principals"
                )
            case .refusal:
                (
                    "the answer of a server that refused" + (found.isEmpty ? "" : ": \(found)"),
                    "export it once more, signed in"
                )
            case .member: ("\(found) is missing, or has another kind of value", nil)
            case .guid: ("\(found) is no GUID", nil)
            case .accessType: ("\(found) is no type of permission", "Role or Scope")
            }
        return fault(defect.kind.rawValue, at: defect.place, in: files, message, hint: hint)
    }
}

/// Strict JSON out of a file.
enum StrictFile {
    /// The document.
    /// - Throws: ``CommandFault`` (65) with the place at which no strict reader could go on.
    static func json(_ bytes: [UInt8], of path: String, limits: JSONLimits) throws(CommandFault)
        -> JSONDocument
    {
        do throws(JSONDefect) {
            return try JSONDocument(parsing: bytes.span, limits: limits)
        } catch {
            let hint: String? =
                switch error.kind {
                case .truncated: "the file was cut; write it once more"
                case .byteOrderMark, .encoding: "save it as UTF-8 without a byte order mark"
                case .tooLarge: "at most \(limits.maximumBytes / 1_048_576) MiB are read"
                case .empty: "the command that wrote it failed, or wrote elsewhere"
                case .repeatedName, .trailingBytes, .unexpectedByte, .literal, .number,
                    .controlCharacter, .escape, .loneSurrogate, .tooDeep:
                    nil
                }
            let place = TextPlace(of: error.offset, in: bytes)
            throw CommandFault(
                exit: .badData, code: "json-syntax",
                message: "not strict JSON: \(error.kind.rawValue)", hint: hint,
                file: FileReader.label(of: path), line: place.line, column: place.column)
        }
    }
}
