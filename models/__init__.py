"""The program without a face: tables, rules and queries; every rule holds here, whoever calls."""
