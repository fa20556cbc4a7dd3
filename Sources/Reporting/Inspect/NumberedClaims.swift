/// Numbers in one string, separated by blanks, of which only some odd ones are documented.
enum NumberedClaim {
    /// The words for the documented numbers, in the token's order; nil when there is none.
    static func words(_ text: String, in table: [String: String]) -> String? {
        Phrase.known(
            text.split(separator: " ").map(String.init), in: table)
    }

    /// Whether a number is among them.
    static func holds(_ number: String, in text: String) -> Bool {
        text.split(separator: " ").contains { $0.utf8.elementsEqual(number.utf8) }
    }
}

/// The numbers of `xms_idrel`.
enum Relations {
    @Sendable static func words(_ text: String, _ context: ClaimContext) -> String? {
        NumberedClaim.words(text, in: names)
    }

    private static let names = [
        "1": "member", "3": "member with a personal account", "5": "guest",
        "7": "service principal", "9": "device", "11": "user of a partner (granular rights)",
        "13": "application without a service principal", "15": "passed through",
        "17": "native identity", "19": "native identity",
        "27": "member from another tenant of the organisation",
        "31": "user of a partner (delegated administration)",
        "33": "federated managed identity",
    ]
}

/// The numbers of `xms_act_fct`, `xms_sub_fct` and `xms_tnt_fct`.
///
/// Ordinary tokens have these claims, too: only the numbers say something, not that the claim is there.
enum Facets {
    @Sendable static func words(_ text: String, _ context: ClaimContext) -> String? {
        NumberedClaim.words(text, in: names) ?? "none that is documented"
    }

    /// Whether a number marks an agent.
    static func marksAgent(_ text: String) -> Bool {
        ["11", "13", "15"].contains { NumberedClaim.holds($0, in: text) }
    }

    private static let names = [
        "11": "agent identity", "13": "user of an agent", "15": "builder of agents",
        "17": "service principal needed by an application-only client",
    ]
}
