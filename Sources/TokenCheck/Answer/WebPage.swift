/// A web page in the place of an API's answer: a proxy's, a portal's, a sign-in's.
struct WebPage {
    /// What its title says.
    let title: String?

    /// Where a page must show itself as one: comments and declarations may stand before.
    private static let beginning = 1024

    /// Recognises a page by its first tags; nil for anything else.
    init?(_ text: [UInt8]) {
        guard text.first == UInt8(ascii: "<"),
            ["<!doctype html", "<html", "<head", "<body"].contains(where: {
                Self.place(of: $0, in: text, within: Self.beginning) != nil
            })
        else { return nil }
        title = Self.place(of: "<title", in: text, within: 65_536).flatMap { place in
            let rest = text[place...].prefix(8_192)
            guard let open = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            return KeptText.sentence(rest[(open + 1)...].prefix { $0 != UInt8(ascii: "<") })
        }
    }

    private static func place(of tag: String, in text: [UInt8], within count: Int) -> Int? {
        text.prefix(count).indices.first {
            text[$0] == UInt8(ascii: "<") && text[$0...].hasPrefix(lowered: tag)
        }
    }
}
