internal import TokenCheck

/// Takes what was sent out of what came back: a server may repeat a request in its complaint.
struct HiddenSecrets {
    private let secrets: [[UInt8]]

    init(_ secrets: [[UInt8]]) { self.secrets = secrets.filter { $0.count >= 4 } }

    /// A bounded text without them, as they are or percent-encoded in any way; nil when nothing is left.
    func sentence(_ text: String) -> String? {
        var bytes = Array(text.utf8)
        for secret in secrets { Self.hide(secret, in: &bytes) }
        return ServerAnswer.keptSentence(bytes)
    }

    private static func hide(_ secret: [UInt8], in bytes: inout [UInt8]) {
        var kept: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if let end = end(of: secret, in: bytes[place...]) {
                kept += Array("‹secret›".utf8)
                place = end
            } else {
                kept.append(bytes[place])
                place += 1
            }
        }
        bytes = kept
    }

    /// Where a secret ends that the bytes begin with; nil when they do not.
    private static func end(of secret: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.starts(with: secret) { return bytes.startIndex + secret.count }
        var rest = bytes
        for byte in secret {
            guard let first = rest.popFirst() else { return nil }
            if first == UInt8(ascii: "%"), let decoded = FormBody.byte(rest.prefix(2)) {
                guard decoded == byte else { return nil }
                rest = rest.dropFirst(2)
            } else if first != byte, first != UInt8(ascii: "+") || byte != UInt8(ascii: " ") {
                return nil
            }
        }
        return rest.startIndex
    }
}
