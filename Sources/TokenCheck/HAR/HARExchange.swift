public import StrictJSON

/// A request and its answer out of an HTTP archive.
public struct HARExchange: Sendable {
    /// The method, as it is written.
    public let method: String
    /// The whole address.
    public let url: String
    /// The header `Authorization`, if the archive has it: browsers leave it out unless they are asked.
    public let authorization: String?
    /// The status of the answer; nil when there was none.
    public let status: Int?
    /// The body of the answer.
    public let body: [UInt8]
    private let head: [(name: String, value: String)]

    /// Reads an entry.
    /// - Parameter bytes: The entry's JSON.
    /// - Throws: ``HARDefect`` when it is no strict JSON, or has no request.
    public init(parsing bytes: [UInt8]) throws(HARDefect) {
        let root: JSONValue
        do throws(JSONDefect) {
            root = try JSONDocument(
                taking: bytes,
                limits: JSONLimits(
                    maximumBytes: HARSplitter.maximumEntryBytes, repeatedNames: .recorded)
            ).root
        } catch {
            throw HARDefect.json(error)
        }
        guard let request = root["request"], let method = request["method"]?.string,
            let url = request["url"]?.string
        else { throw .noRequest }
        self.method = method
        self.url = url
        authorization =
            Self.headers(request).first { $0.name.lowercased() == "authorization" }?
            .value
        let response = root["response"]
        // A request that was cut off has the status 0.
        status = response?["status"]?.number.flatMap { Int($0.text) }.flatMap { $0 > 0 ? $0 : nil }
        head = response.map(Self.headers) ?? []
        body = response?["content"].map(Self.content) ?? []
    }

    /// The answer as it went over the wire, for ``ServerAnswer``.
    public var answer: [UInt8] {
        var lines = ["HTTP/1.1 \(status ?? 0)"]
        for (name, value) in head
        where !(name + value).unicodeScalars.contains(where: { $0.value < 0x20 }) {
            // The body lies there decoded.
            if ["content-encoding", "transfer-encoding"].contains(name.lowercased()) { continue }
            lines.append("\(name): \(value)")
        }
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body
    }

    private static func headers(_ message: JSONValue) -> [(name: String, value: String)] {
        (message["headers"]?.elements ?? []).compactMap { header in
            guard let name = header["name"]?.string, let value = header["value"]?.string else {
                return nil
            }
            return (name, value)
        }
    }

    private static func content(_ content: JSONValue) -> [UInt8] {
        guard let text = content["text"]?.utf8 else { return [] }
        guard content["encoding"]?.string == "base64" else { return text }
        let bytes = text.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="), 0x0A, 0x0D: nil
            default: byte
            }
        }
        return (try? Base64URL.decode(bytes.span)) ?? []
    }
}

/// Why an entry of an archive cannot be used.
public enum HARDefect: Error, Equatable, Sendable {
    /// It is no strict JSON.
    case json(JSONDefect)
    /// There is no request in it.
    case noRequest
}
