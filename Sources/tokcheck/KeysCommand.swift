internal import ArgumentParser
internal import EntraID
internal import JOSE
internal import Reporting

/// `tokcheck keys`: key files.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Signing keys: fetch them, look at files and at the cache.",
        subcommands: [
            KeysFetchCommand.self, KeysListCommand.self, KeysShowCommand.self,
            KeysClearCommand.self,
        ]
    )
}

/// `tokcheck keys show`: every key of a file, and why it cannot be used if it cannot.
struct KeysShowCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "List every key of a file, usable or not."
    )

    @Argument(
        help: ArgumentHelp("A JWK set, JWK, PEM or DER file.", valueName: "file"),
        completion: .file())
    var file: String

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let keys = try KeyFiles.read(file)
        global.write(
            json: KeyListing(keys).json,
            text: KeyListing(keys).text(style: global.style(in: program)))
        return .success
    }
}

/// `tokcheck keys list`: what the cache holds.
struct KeysListCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the key lists in the cache."
    )

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let cache = try KeyCacheFolder.existing(program.environment)
        let lists: [CachedList]
        do throws(KeyCacheDefect) {
            lists = try cache.lists(now: program.now)
        } catch {
            throw KeyCacheFolder.fault(error, cache)
        }
        let listing = CacheListing(lists, folder: cache.folder, now: program.now)
        global.write(json: listing.json, text: listing.text)
        return .success
    }
}

/// `tokcheck keys clear`: the cache is emptied.
struct KeysClearCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Remove every key list from the cache."
    )

    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) throws -> ExitStatus {
        let cache = try KeyCacheFolder.existing(program.environment)
        do throws(KeyCacheDefect) {
            let count = try cache.clear()
            if global.format == .text {
                global.write("\(count) \(count == 1 ? "list" : "lists") removed\n")
            }
        } catch {
            throw KeyCacheFolder.fault(error, cache)
        }
        return .success
    }
}
