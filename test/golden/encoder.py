#!/usr/bin/env python3
"""A second, independent encoder of Tidewaiter's canonical bytes, hashes and ids (docs/decisions/events-and-bytes.md).

Shares no code with the product: its own RFC 8785 text, Crockford base32 and UUIDs. Checks test/golden/vectors/*.json:
    python3 test/golden/encoder.py FILE...      exit code 0 when every vector agrees, 1 when one does not
"""
import hashlib
import json
import sys

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
COMMAND_NAMESPACE = "b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801"
SHORT_ESCAPES = {0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
HASHED_KEYS = {
    "v", "schemaVersion", "commandId", "index", "requestHash", "actor", "onBehalfOf", "book",
    "recordedAt", "effectiveAt", "$correlationId", "$causationId", "prev",
}


def jcs_string(text):
    out = []
    for character in text:
        code = ord(character)
        if code in SHORT_ESCAPES:
            out.append(SHORT_ESCAPES[code])
        elif code < 0x20:
            out.append("\\u%04x" % code)
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


def jcs_number(number):
    """ECMA-262 Number::toString, from the shortest digits that Python's repr gives."""
    if isinstance(number, int) and abs(number) < 2**53:
        return str(number)
    number = float(number)
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        body = digits.ljust(point, "0") if len(digits) <= point else digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        body = "0." + "0" * -point + digits
    else:
        power = point - 1
        body = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + "e" + ("+" if power > 0 else "-") + str(abs(power))
    return sign + body


def jcs(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return jcs_string(value)
    if isinstance(value, (int, float)):
        return jcs_number(value)
    if isinstance(value, list):
        return "[" + ",".join(jcs(item) for item in value) + "]"
    # RFC 8785 3.2.3: names are sorted by their UTF-16 code units, not by code points.
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(jcs_string(name) + ":" + jcs(value[name]) for name in names) + "}"


def sha256(content):
    return hashlib.sha256(content).digest()


def derived_id(category, book, issuer, reference):
    """The first 130 bits of the hash, five at a time."""
    number = int.from_bytes(sha256(jcs([category, book, issuer, reference]).encode("utf-8")), "big") >> (256 - 130)
    return "".join(CROCKFORD[(number >> (5 * place)) & 31] for place in range(25, -1, -1))


def uuid_text(octets, version):
    stamped = bytearray(octets[:16])
    stamped[6] = (stamped[6] & 0x0F) | (version << 4)
    stamped[8] = (stamped[8] & 0x3F) | 0x80
    text = stamped.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def uuid5(namespace, name):
    return uuid_text(hashlib.sha1(bytes.fromhex(namespace.replace("-", "")) + name.encode("utf-8")).digest(), 5)


def command_id(vector):
    kind = vector["from"]
    if kind == "message":
        return uuid5(COMMAND_NAMESPACE, jcs([vector[k] for k in ("book", "issuer", "kind", "reference", "version")]))
    if kind == "key":
        return uuid5(COMMAND_NAMESPACE, jcs(["request", vector["holder"], vector["idempotencyKey"]]))
    if kind == "request":
        scope = uuid5(COMMAND_NAMESPACE, jcs([vector[k] for k in ("book", "collector", "method", "path")]))
        return uuid5(scope, vector["idempotencyKey"])
    return uuid5(COMMAND_NAMESPACE, jcs([vector[k] for k in ("process", "commandId", "index", "effectKey")]))


def sealed(vector):
    """Hash, event id and stored texts of an event."""
    hashed = {k: v for k, v in vector["metadata"].items() if k in HASHED_KEYS}
    leaf = jcs({"data": vector["data"], "metadata": hashed, "revision": vector["revision"], "stream": vector["stream"], "type": vector["type"]})
    digest = sha256(b"\x00" + leaf.encode("utf-8"))
    stored = dict(vector["metadata"], hash=digest.hex())
    return {"hash": digest.hex(), "id": uuid_text(digest, 8), "storedData": jcs(vector["data"]), "storedMetadata": jcs(stored)}


def differences(vectors):
    for vector in vectors["canonical"]:
        yield vector["name"], "text", vector["text"], jcs(vector["value"])
    for vector in vectors["ids"]:
        yield vector["name"], "id", vector["id"], derived_id(vector["category"], vector["book"], vector["issuer"], vector["reference"])
    for vector in vectors["commandIds"]:
        yield vector["name"], "commandId", vector["expected"], command_id(vector)
    for vector in vectors["events"]:
        for key, found in sealed(vector).items():
            yield vector["name"], key, vector[key], found


def main(paths):
    checked, wrong = 0, 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for name, key, expected, found in differences(json.load(file)):
                checked += 1
                if expected != found:
                    wrong += 1
                    print(f"{path}: {name}: {key}: expected {expected}, found {found}")
    print(f"{checked} checked, {wrong} wrong")
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
