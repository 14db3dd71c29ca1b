/**
 * Documents of the suite that the kernel refuses, by the reason it gives. Each
 * is told where it stands; none is passed on half understood. Go refuses most
 * of them too; docs/testing.md says what is refused though Go takes it.
 */
export const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // Keys that no object of Kubernetes has.
  "a mapping key is not a scalar": [
    "26DV",
    "4FJ6",
    "6BFJ",
    "6PBE",
    "9MMW",
    "E76Z",
    "KK5P",
    "LX3P",
    "M2N8/0",
    "M2N8/1",
    "M5DY",
    "Q9WF",
    "RZP5",
    "SBG9",
    "V9D5",
    "X38W",
    "XW4D",
  ],
  'a key is empty, write ""': [
    "2JQS",
    "CFD4",
    "NHX8",
    "NKF9#0",
    "NKF9#1",
    "NKF9#2",
    "NKF9#3",
    "PW8X",
    "S3PD",
    "SM9W/1",
    "UKK6/0",
    "WZ62",
  ],
  "the key  has a tag": ["FH7J"],
  // Forms of keys that readers part on.
  "a key and its colon stand on two lines": [
    "4MUZ/0",
    "4MUZ/1",
    "4MUZ/2",
    "5MUD",
    "9SA2",
    "K3WX",
    "NJ66",
    "UT92#0",
    "VJP3/1",
  ],
  "write a key behind ? on one line, and : on the next": [
    "5WE3",
    "6M2F",
    "7W2P",
    "CT4Q",
    "DFF7",
    "FRK4",
    "JTV5",
    "L94M",
    "X8DW",
    "ZWK4",
  ],
  "the key http://foo.com has no value, write http://foo.com: null": ["4ABK"],
  "the key single line has no value, write single line: null": ["8KB6", "9BXH"],
  // Readers part on where a tab may stand.
  "a tab stands where columns count": [
    "6BCT",
    "6CA3",
    "96NN/0",
    "96NN/1",
    "A2M4",
    "DK95/0",
    "DK95/3",
    "DK95/4",
    "DK95/5",
    "HS5T",
    "NB6Z",
    "Q5MG",
    "R4YG",
    "UV7Q",
    "Y79Y/1",
    "Y79Y/10",
  ],
  // What Go's reader does not take.
  "an anchor is named by letters, digits, - and _ only": [
    "2SXE",
    "8XYN",
    "W5VH",
    "Y2GN",
  ],
  "quote it: Go takes no such plain scalar in flow style": [
    "58MP",
    "5T43",
    "652Z",
    "DBG4",
    "HM87/0",
    "HM87/1",
    "JR7V",
  ],
  "unknown escape \\/": ["3UYS"],
  "a binary value is not base64 of UTF-8 text": ["565N"],
  "the value is no int, which its tag says": ["P76L"],
  // Tags of one's own on collections, and handles, whose directive stands above a document.
  "the tag !shape is not taken here": ["C4HZ"],
  "the tag tag:clarkevans.com,2002:invoice is not taken here": ["UGM3"],
  "the tag tag:yaml.org,2002:omap is not taken here": ["J7PZ"],
  "the tag tag:yaml.org,2002:set is not taken here": ["2XXW"],
  "Could not resolve tag": ["5TYM#0", "5TYM#1", "6CK3", "CC74", "U3C3", "Z9M4"],
  // An anchor of a key.
  "the anchor a1 is unknown": ["HMQ5"],
};

/** Documents that the kernel reads as Go does and the `yaml` package does not. */
export const READ_OTHERWISE: Readonly<
  Record<string, { readonly ours: unknown; readonly yaml: unknown }>
> = {
  S4JQ: { ours: ["12", 12, 12], yaml: ["12", 12, "12"] },
};
