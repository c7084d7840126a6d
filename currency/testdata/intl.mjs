// Prints what JavaScript's Intl (ICU) makes of the cases on standard input:
// {"tags": [...], "currencies": [{"code", "digits", "amounts": [...]}]}.
// The first line names the versions, each further one is a tag and a currency
// with all answers, or a tag alone that Intl answers with another locale or not
// at all; tabs between.
import { readFileSync, writeSync } from "node:fs";

const { tags, currencies } = JSON.parse(readFileSync(0, "utf8"));
const styles = [];
for (const currencySign of ["standard", "accounting"]) {
  for (const currencyDisplay of ["symbol", "narrowSymbol", "code"]) {
    styles.push({ currencySign, currencyDisplay, ledger: true });
  }
}
styles.push({ currencySign: "standard", currencyDisplay: "symbol", ledger: false });

function write(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (e) {
      if (e.code !== "EAGAIN") throw e;
    }
  }
}

write(`icu ${process.versions.icu}\tcldr ${process.versions.cldr}\n`);
for (const tag of tags) {
  if (new Intl.NumberFormat(tag).resolvedOptions().locale !== tag) {
    write(tag + "\n");
    continue;
  }
  let out = "";
  for (const { code, digits, amounts } of currencies) {
    const answers = [tag, code];
    for (const { ledger, ...style } of styles) {
      const options = { style: "currency", currency: code, ...style };
      if (ledger) {
        options.minimumFractionDigits = options.maximumFractionDigits = digits;
      }
      const format = new Intl.NumberFormat(tag, options);
      for (const a of amounts) answers.push(format.format(a));
    }
    out += answers.join("\t") + "\n";
  }
  write(out);
}
