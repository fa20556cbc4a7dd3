// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "tokcheck", path: "..")],
    targets: [
        .systemLibrary(name: "CBare", pkgConfig: "libcrypto"),
        .target(
            name: "Subjects",
            dependencies: ["CBare", .product(name: "TokenCheck", package: "tokcheck")]
        ),
        .executableTarget(name: "bench", dependencies: ["Subjects"]),
        .executableTarget(
            name: "drive",
            dependencies: [
                "Subjects", "CBare", .product(name: "Reporting", package: "tokcheck"),
            ]),
    ]
)
