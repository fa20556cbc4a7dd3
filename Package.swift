// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

// Without the network, and so without NIO, which takes minutes to build. What is tested without sockets is tested so.
let isCoreOnly = Context.environment["TOKCHECK_CORE_ONLY"] != nil

let package = Package(
    name: "tokcheck",
    products: [
        .library(name: "TokenCheck", targets: ["TokenCheck", "JOSE", "StrictJSON"]),
        .library(name: "Reporting", targets: ["Reporting"]),
        .library(name: "StrictYAML", targets: ["StrictYAML"]),
        .library(name: "EntraID", targets: ["EntraID", "Transport", "TokenCheck", "JOSE"]),
        .library(name: "DefenderXDR", targets: ["DefenderXDR", "Transport"]),
        .executable(name: "tokcheck", targets: ["tokcheck"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .systemLibrary(
            name: "CYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .target(name: "StrictJSON", swiftSettings: strict),
        .target(
            name: "StrictYAML", dependencies: ["CYAML", "StrictJSON"], swiftSettings: strict),
        .target(name: "JOSE", dependencies: ["COpenSSL", "StrictJSON"], swiftSettings: strict),
        .target(name: "TokenCheck", dependencies: ["JOSE", "StrictJSON"], swiftSettings: strict),
        .target(
            name: "Reporting",
            dependencies: ["TokenCheck", "JOSE", "StrictJSON"],
            resources: [.embedInCode("Schemas")],
            swiftSettings: strict
        ),
        .target(name: "Transport", swiftSettings: strict),
        .target(
            name: "EntraID",
            dependencies: ["TokenCheck", "JOSE", "StrictJSON", "Transport"],
            swiftSettings: strict
        ),
        .target(
            name: "DefenderXDR",
            dependencies: ["TokenCheck", "StrictJSON", "Transport"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "tokcheck",
            dependencies: [
                "TokenCheck", "JOSE", "StrictJSON", "StrictYAML", "Reporting",
                "EntraID", "DefenderXDR", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["TokenCheck", "JOSE", "StrictJSON", "COpenSSL"],
            path: "Tests/Support",
            exclude: ["Keys"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StrictJSONTests",
            dependencies: ["StrictJSON", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StrictYAMLTests",
            dependencies: ["StrictYAML", "StrictJSON", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JOSETests",
            dependencies: ["JOSE", "StrictJSON", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TokenCheckTests",
            dependencies: [
                "TokenCheck", "JOSE", "StrictJSON", "StrictYAML", "Reporting", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EntraIDTests",
            dependencies: [
                "EntraID", "Transport", "TokenCheck", "JOSE", "StrictJSON", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DefenderXDRTests",
            dependencies: [
                "DefenderXDR", "Transport", "TokenCheck", "JOSE", "StrictJSON", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "tokcheck", "TokenCheck", "JOSE", "Reporting", "StrictJSON", "TestSupport",
            ],
            swiftSettings: strict
        ),
    ]
)

if !isCoreOnly {
    package.dependencies += [
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ]
    package.products += [.library(name: "NetworkTransport", targets: ["NetworkTransport"])]
    package.targets += [
        .systemLibrary(name: "CNameService"),
        .target(
            name: "NetworkTransport",
            dependencies: [
                "Transport", "CNameService",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
    ]
    package.targets.first { $0.name == "tokcheck" }?.dependencies.append("NetworkTransport")
}
