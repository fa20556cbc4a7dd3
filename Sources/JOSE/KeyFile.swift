public import StrictJSON

/// Why a file holds no keys at all, and where.
public struct KeyFileDefect: Error, Equatable, Sendable {
    /// The kinds of refusal.
    public enum Kind: Equatable, Sendable {
        /// The file is empty.
        case empty
        /// The file has more than the 1 MiB that a key list may have.
        case tooLarge
        /// The list has more than 256 keys.
        case tooManyKeys
        /// A text that begins like JSON and is not strict JSON.
        case json(JSONDefect.Kind)
        /// A JSON object with neither `keys` nor `kty`.
        case neitherSetNorKey
        /// `keys` is not an array.
        case keysNotArray
        /// A PEM block that ends too early or is not base64.
        case pem
        /// A PEM block whose content is not what its label says.
        case pemContent(label: String)
        /// A private key, which does not belong into a key file.
        case privateKey
        /// Text or bytes of no known form.
        case unknownForm
        /// A web page.
        case html
        /// A token.
        case token
    }

    /// What is wrong.
    public let kind: Kind
    /// The offset in bytes of what is wrong.
    public let offset: Int

    /// Makes a defect.
    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

/// The largest key list that is read: Entra ID's have about 20 KiB.
private let maximumKeyFileBytes = 1_048_576
/// The most keys of a list: Entra ID's have about ten.
private let maximumKeyCount = 256

extension KeySet {
    /// Reads a key list in any of the common forms.
    ///
    /// A JWK set (RFC 7517 §5), a single JWK, PEM blocks (`PUBLIC KEY`, `RSA PUBLIC KEY`, `CERTIFICATE`; text around
    /// them is ignored), a DER public key or a DER certificate. A certificate's key gets the name that Entra ID gives it.
    /// - Parameters:
    ///   - file: The bytes.
    ///   - origin: Where they came from.
    ///   - ageSeconds: How old they are.
    /// - Throws: ``KeyFileDefect`` when the file as a whole cannot be read; single keys are skipped instead.
    public init(parsing file: Span<UInt8>, origin: Origin, ageSeconds: Int64 = 0)
        throws(KeyFileDefect)
    {
        guard file.count <= maximumKeyFileBytes else {
            throw KeyFileDefect(.tooLarge, at: maximumKeyFileBytes)
        }
        let entries: [Entry]
        switch KeyFileForm(file) {
        case .empty: throw KeyFileDefect(.empty, at: 0)
        case .json: entries = try Self.entries(ofJSON: file)
        case .pem: entries = try PEMPublicKey.entries(of: file)
        case .der: entries = [try PEMPublicKey.entry(ofDER: file)]
        case .html: throw KeyFileDefect(.html, at: 0)
        case .token: throw KeyFileDefect(.token, at: 0)
        case .unknown: throw KeyFileDefect(.unknownForm, at: 0)
        }
        guard entries.count <= maximumKeyCount else { throw KeyFileDefect(.tooManyKeys, at: 0) }
        self.init(entries, origin: origin, ageSeconds: ageSeconds)
    }

    private static func entries(ofJSON file: Span<UInt8>) throws(KeyFileDefect) -> [Entry] {
        let root: JSONValue
        do throws(JSONDefect) {
            root = try JSONDocument(parsing: file).root
        } catch {
            throw KeyFileDefect(.json(error.kind), at: error.offset)
        }
        if let keys = root["keys"] {
            guard keys.kind == .array else { throw KeyFileDefect(.keysNotArray, at: keys.offset) }
            return keys.elements.map { Entry($0) }
        }
        guard root["kty"] != nil else { throw KeyFileDefect(.neitherSetNorKey, at: root.offset) }
        return [Entry(root)]
    }
}

/// What a key file looks like by its first characters.
private enum KeyFileForm {
    case empty, json, pem, der, html, token, unknown

    init(_ file: Span<UInt8>) {
        var start = 0
        while start < file.count, [0x20, 0x09, 0x0A, 0x0D].contains(file[start]) { start += 1 }
        guard start < file.count else {
            self = .empty
            return
        }
        let opening = [UInt8](copying: file.extracting(start..<min(start + 3, file.count)))
        if file[start] == UInt8(ascii: "{") || file[start] == UInt8(ascii: "[")
            || [0xEF, 0xFE, 0xFF].contains(file[start])
        {
            self = .json
        } else if PEMPublicKey.offsetOfBlock(in: file, from: 0) != nil {
            self = .pem
        } else if file[0] == 0x30 {
            self = .der
        } else if file[start] == UInt8(ascii: "<") {
            self = .html
        } else {
            self = opening == Array("eyJ".utf8) ? .token : .unknown
        }
    }
}
