/// The form in which a token was given; the value of `input.form`.
enum InputForm: String, CaseIterable {
    /// The token itself.
    case plain
    /// In quotes.
    case quoted
    /// Behind the word Bearer.
    case bearer
    /// A header line `Authorization: Bearer …`.
    case headerLine = "header-line"
    /// A copied `curl` command with that header.
    case curlCommand = "curl-command"
    /// JSON with `access_token`, as a token endpoint answers.
    case tokenResponse = "token-response"
    /// JSON with `accessToken`, as `az` prints it.
    case azureCLI = "az-json"
    /// JSON with `Token`, as Az PowerShell prints it.
    case azurePowerShell = "az-powershell-json"
    /// A request of an HTTP archive.
    case har
}

/// A token taken out of what was given.
struct FoundToken {
    /// The token, or what is taken for one.
    var bytes: [UInt8]
    /// The form in which it was given.
    var form: InputForm
    /// What must be said of the taking, a sentence each; it never holds a token.
    var notes: [String] = []
    /// Whether the input was cut at ``TokenWrappers/maximumBytes``; the checks then find `token-size` violated.
    var isTooLarge = false
}
