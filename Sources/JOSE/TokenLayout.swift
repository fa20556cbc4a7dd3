internal import StrictJSON

/// Where the three parts of a JWS in compact form are in its text (RFC 7515 §7.1).
package struct TokenLayout: Sendable {
    package let header: Range<Int>
    package let payload: Range<Int>
    package let signature: Range<Int>

    /// The bytes that the signature covers: header, dot and payload as they were sent (RFC 7515 §5.1).
    package var signingInput: Range<Int> { 0..<payload.upperBound }

    /// Finds the parts, and looks no further into them.
    package init(of text: Span<UInt8>, maximumBytes: Int) throws(TokenDefect) {
        guard !text.isEmpty else { throw .empty }
        guard text.count <= maximumBytes else {
            throw .tooLarge(bytes: text.count, limit: maximumBytes)
        }
        let first = Base64URL.offsetOfDot(in: text, from: 0)
        let second = first.flatMap { Base64URL.offsetOfDot(in: text, from: $0 + 1) }
        let third = second.flatMap { Base64URL.offsetOfDot(in: text, from: $0 + 1) }
        if text[0] != UInt8(ascii: "e"), let opaque = OpaqueText(text, isDotted: first != nil) {
            throw .opaque(opaque)
        }
        guard let first, let second, third == nil else {
            if first == nil, let opaque = OpaqueText(text, isDotted: false) {
                throw .opaque(opaque)
            }
            var dotCount = 0
            for offset in text.indices where text[offset] == UInt8(ascii: ".") { dotCount += 1 }
            if dotCount == 4, Self.isEncrypted(text.extracting(0..<(first ?? 0))) {
                throw .encrypted
            }
            throw .segmentCount(dotCount + 1)
        }
        header = 0..<first
        payload = first + 1..<second
        signature = second + 1..<text.count
        if header.isEmpty { throw .emptySegment(.header) }
        if payload.isEmpty { throw .emptySegment(.payload) }
    }

    /// Decodes one part into a buffer.
    package func decode(
        _ segment: TokenSegment, of text: Span<UInt8>, into buffer: inout [UInt8]
    ) throws(TokenDefect) {
        do throws(Base64URLDefect) {
            try Base64URL.decode(text.extracting(range(of: segment)), into: &buffer)
        } catch {
            throw .encoding(segment, error)
        }
    }

    private func range(of segment: TokenSegment) -> Range<Int> {
        switch segment {
        case .header: header
        case .payload: payload
        case .signature: signature
        }
    }

    /// Whether the first of five parts is the header of a JWE, which always names `enc` (RFC 7516 §4.1.2).
    private static func isEncrypted(_ header: Span<UInt8>) -> Bool {
        guard let bytes = try? Base64URL.decode(header),
            let document = try? JSONDocument(taking: bytes)
        else { return false }
        return document.root["enc"]?.kind == .string
    }
}

extension OpaqueText {
    /// Recognises a text by its first characters.
    ///
    /// A header begins `{"`, which base64url writes as `eyJ`; with white space inside it begins `ew` or `ey`. So no
    /// compact JWS is taken for one of these.
    init?(_ text: Span<UInt8>, isDotted: Bool) {
        let bytes = [UInt8](copying: text.extracting(first: 4))
        func begins(_ prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }
        if begins("<") {
            self = .html
        } else if begins("{") || begins("[") || begins("\"") {
            self = .json
        } else if begins("0.A") || begins("1.A") || begins("M.C") || begins("M.R") {
            self = .refreshToken
        } else if isDotted || begins("eyJ") {
            return nil
        } else if begins("Ew") {
            self = .personalAccountTicket
        } else {
            self = .other
        }
    }
}
