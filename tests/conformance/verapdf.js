// Judge PDF files with veraPDF: `verapdf.js PROFILE[,PROFILE...] FILE...` prints a line of JSON for each of both.
// Runs in the JavaScript engine that veraPDF brings along: a Java runtime is enough, and nothing is compiled.
// The profiles are read here, because veraPDF's own reader needs parts of Java that are gone since version 11.

const pdfa = Packages.org.verapdf.pdfa;
const make = pdfa.validation.profiles.Profiles;
const flavours = pdfa.flavours.PDFAFlavour;

const all = (node, name) => {
  const found = node.getElementsByTagName(name);
  return Array.from({ length: found.getLength() }, (_, place) => found.item(place));
};
const text = (node, name) => all(node, name)[0].getTextContent();
const toSet = (values) => new java.util.HashSet(java.util.Arrays.asList(values));

const toRule = (node) => {
  const id = all(node, "id")[0];
  const named = all(node, "argument").map((each) =>
    pdfa.validation.profiles.ErrorArgumentImpl.fromValues(each.getTextContent(), null, null)
  );
  return make.ruleFromValues(
    make.ruleIdFromValues(
      flavours.Specification.valueOf(id.getAttribute("specification")),
      id.getAttribute("clause"),
      java.lang.Integer.parseInt(id.getAttribute("testNumber"))
    ),
    node.getAttribute("object"),
    java.lang.Boolean.valueOf(node.getAttribute("deferred")),
    node.getAttribute("tags"),
    text(node, "description"),
    text(node, "test"),
    make.errorFromValues(text(node, "message"), java.util.Arrays.asList(named)),
    new java.util.ArrayList()
  );
};

const toVariable = (node) =>
  make.variableFromValues(
    node.getAttribute("name"),
    node.getAttribute("object"),
    text(node, "defaultValue"),
    text(node, "value")
  );

const toProfile = (name) => {
  const file = java.lang.ClassLoader.getSystemResourceAsStream(`org/verapdf/pdfa/validation/${name}.xml`);
  const parser = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
  const root = parser.parse(file).getDocumentElement();
  return make.profileFromValues(
    flavours.valueOf(root.getAttribute("flavour")),
    make.profileDetailsFromValues(name, name, "", new java.util.Date(0)),
    "",
    toSet(all(root, "rule").map(toRule)),
    toSet(all(root, "variable").map(toVariable))
  );
};

const toVerdict = (profile, file) => {
  const foundry = pdfa.Foundries.defaultInstance();
  const parser = foundry.createParser(new java.io.File(file), profile.getPDFAFlavour());
  const result = foundry.createValidator(profile, false).validate(parser);
  parser.close();
  const broken = {};
  Array.from(result.getTestAssertions().toArray()).forEach((each) => {
    const rule = `${each.getRuleId().getClause()}-${each.getRuleId().getTestNumber()}`;
    broken[rule] = broken[rule] || `${each.getMessage()} (first at ${each.getLocation().getContext()})`;
  });
  return {
    file: file,
    profile: String(profile.getDetails().getName()),
    compliant: Boolean(result.isCompliant()),
    checks: Number(result.getTotalAssertions()),
    broken: broken
  };
};

Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
const files = arguments.slice(1).map(String);
arguments[0].split(",").map(toProfile).forEach((profile) =>
  files.forEach((file) => print(JSON.stringify(toVerdict(profile, file))))
);
