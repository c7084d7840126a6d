package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const chromes = "chromium chromium-browser google-chrome"

// program is the first of some programs, one of which a test needs; without them the test says what was not
// tested, and fails where everything must be tested.
func program(t *testing.T, name, pkg, untested string) string {
	t.Helper()
	for _, name := range strings.Fields(name) {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("the Debian package %s is not installed: %s", pkg, untested)
	}
	t.Skipf("the Debian package %s is not installed, so it was not tested that %s", pkg, untested)
	return ""
}

// fonts are needed to draw every script.
func fonts(t *testing.T) {
	t.Helper()
	list := program(t, "fc-list", "fontconfig", "every script is drawn with its font")
	for family, pkg := range map[string]string{"Noto Sans Thai": "fonts-noto-core", "Noto Sans CJK JP": "fonts-noto-cjk"} {
		out, err := exec.Command(list, family).Output()
		if err == nil && len(out) > 0 {
			continue
		}
		if os.Getenv("CI") != "" {
			t.Fatalf("the Debian package %s is not installed", pkg)
		}
		t.Skipf("the Debian package %s is not installed, so no browser looked at the documents", pkg)
	}
}

// browser is Chromium without a window and without all that calls home. It ends
// with the context, which it is asked to, so that it takes its children with it.
func browser(ctx context.Context, t *testing.T, path string, args ...string) *exec.Cmd {
	t.Helper()
	profile, err := os.MkdirTemp("", "browser")
	require.NoError(t, err)
	// Its children may still write for a moment, so t.TempDir would fail.
	t.Cleanup(func() {
		for range 20 {
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	cmd := exec.CommandContext(ctx, path, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + profile,
	}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// look is what the browser found on the pages.
type look struct {
	Pages int
	// Wide are boxes whose text does not fit, and text beyond the edge of a sheet.
	Wide []string
	// Widths are those of the samples.
	Widths map[string]widths
}

// widths are how wide a text is, in pixels: as it is written, letter by letter, and
// without the marks over and under its letters; and how many of its letters differ.
type widths struct {
	Whole, Alone, Bare float64
	Different          int
}

// samples are words whose letters change with their neighbours, by the document in
// whose fonts they are drawn.
var samples = map[string]string{
	"eg-invoice.html": "القاهرة مصر محمد",
	"in-invoice.html": "क्षत्रिय श्रीमती",
	"th-invoice.html": "กรุ๊งกริ๊งน้ำที่นี่",
	"il-invoice.html": "שָׁלוֹם עֲלֵיכֶם",
}

const driver = `<!DOCTYPE html><meta charset="utf-8"><body><script>
const names = NAMES, samples = SAMPLES;
const result = {Pages: 0, Wide: [], Widths: {}};
function inspect(name, doc) {
	const sheet = doc.querySelector(".sheet, .ship"), edge = sheet.getBoundingClientRect();
	for (const e of sheet.querySelectorAll("*")) {
		if (e.closest("svg") || getComputedStyle(e).display === "inline") continue;
		if (e.tagName === "IMG" && e.clientWidth * e.clientHeight < 100) result.Wide.push(name + ": nobody sees the picture");
		if (e.tagName === "TABLE" && e.getBoundingClientRect().right - e.parentElement.getBoundingClientRect().right > 1) result.Wide.push(name + ": a table leaves its box");
		if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0) result.Wide.push(name + ": " + e.tagName + " " + e.className + " holds " + e.scrollWidth + " in " + e.clientWidth + ": " + e.textContent.slice(0, 40));
	}
	if (sheet.matches(".ship") && sheet.scrollHeight > sheet.clientHeight) result.Wide.push(name + ": the label is " + sheet.scrollHeight + " high");
	const to = sheet.querySelector(".to");
	if (to && to.scrollHeight > to.clientHeight + 1) result.Wide.push(name + ": the recipient is " + to.scrollHeight + " high in " + to.clientHeight);
	const walk = doc.createTreeWalker(sheet, NodeFilter.SHOW_TEXT), range = doc.createRange();
	while (walk.nextNode()) {
		range.selectNodeContents(walk.currentNode);
		for (const r of range.getClientRects())
			if (r.width > 0 && (r.left < edge.left - 1 || r.right > edge.right + 1)) result.Wide.push(name + ": over the edge: " + walk.currentNode.data.slice(0, 40));
	}
}
function measure(name, doc) {
	const text = samples[name];
	if (!text) return;
	const line = doc.createElement("span"), width = parts => {
		line.replaceChildren(...parts.map(p => { const s = doc.createElement("span"); s.style.display = "inline-block"; s.textContent = p; return s; }));
		return line.getBoundingClientRect().width;
	}, letters = [...new Set(text.replace(/\P{Lo}/gu, ""))];
	line.style.cssText = "position:absolute;white-space:pre;font-size:40px";
	doc.querySelector("h1").append(line);
	result.Widths[name] = {Whole: width([text]), Alone: width([...text]), Bare: width([text.replace(/\p{M}/gu, "")]), Different: new Set(letters.map(l => width([l]))).size};
	line.remove();
}
(async () => {
	for (const name of names) {
		const frame = document.createElement("iframe");
		frame.style.cssText = "width:1000px;height:1400px;border:0";
		await new Promise(done => { frame.onload = done; frame.src = name; document.body.append(frame); });
		await frame.contentDocument.fonts.ready;
		inspect(name, frame.contentDocument);
		measure(name, frame.contentDocument);
		result.Pages++;
		frame.remove();
	}
	await fetch("/result", {method: "POST", body: JSON.stringify(result)});
})().catch(e => fetch("/result", {method: "POST", body: JSON.stringify({Wide: ["" + e]})}));
</script>`

// inspect opens pages in one browser and returns what it found.
func inspect(t *testing.T, pages map[string][]byte, names []string) look {
	t.Helper()
	chromium := program(t, chromes, "chromium", "texts fit their boxes and scripts are shaped")
	fonts(t)
	found := make(chan look, 1)
	list, err := json.Marshal(names)
	require.NoError(t, err)
	words, err := json.Marshal(samples)
	require.NoError(t, err)
	start := strings.NewReplacer("NAMES", string(list), "SAMPLES", string(words)).Replace(driver)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch page, ok := pages[strings.TrimPrefix(r.URL.Path, "/")]; {
		case r.URL.Path == "/result":
			var l look
			if err := json.NewDecoder(r.Body).Decode(&l); err == nil {
				found <- l
			}
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(page)
		default:
			_, _ = io.WriteString(w, start)
		}
	}))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	cmd := browser(ctx, t, chromium, "--remote-debugging-port=0", server.URL)
	require.NoError(t, cmd.Start())
	defer func() { cancel(); _ = cmd.Wait() }()
	select {
	case l := <-found:
		return l
	case <-ctx.Done():
		t.Fatal("the browser did not answer")
		return look{}
	}
}

// What people try, or what simply is long, fits as well.
func hostile(t *testing.T) (all []sheets) {
	t.Helper()
	for country, text := range map[string]string{
		"DE": `</td><script>document.body.innerHTML = ""</script>`,
		"US": strings.Repeat("W", 120),
		"FR": strings.Repeat("très longue désignation ", 9)[:200],
		"EG": strings.Repeat("كلمة طويلة ", 18),
		"JP": strings.Repeat("長", 200),
		"TH": strings.Repeat("ตัวอย่าง", 20),
		"IL": "שלום =HYPERLINK(\"http://evil.example\") " + strings.Repeat("x", 150),
		"IN": "लंबा नाम " + strings.Repeat("क्ष", 40),
		"CH": strings.Repeat("Municipal tax ", 6),
		"BR": "^XA^FO50,50^FDfree^FS^XZ " + strings.Repeat("_", 150),
	} {
		m := markets[country]
		m.Buyer.Name, m.Discount, m.Tender, m.BuyerTax = text, text, text, text
		m.Buyer.Lines = []string{string([]rune(text)[:40])}
		m.Goods = slices.Clone(m.Goods)
		for i := range m.Goods {
			m.Goods[i].Title, m.Goods[i].Customs.Description = text, text
		}
		// A picture that does not say how large it is.
		m.Seller.Logo = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60"><rect width="400" height="60"/></svg>`)
		switch country {
		case "IN": // lakhs of crores
			m.Goods[0].Price, m.Goods[2].Price = "2499999999999.99", "99999999999.99"
		case "CH":
			m.Taxes = map[string][]rate{"standard": {{"a", "9"}, {"b", "9.975"}, {"c", "1"}, {"d", "2.5"}, {"e", "0.5"}}, "reduced": {{"a", "9"}}}
			m.TaxNames = map[string]string{"a": text, "b": strings.Repeat("W", 60), "c": "c", "d": text, "e": "e"}
			m.Goods[0].Price = "1234567.89"
		}
		s, err := publish(context.Background(), m)
		require.NoError(t, err, country)
		for i := range s.Files {
			s.Files[i].Name = "hostile-" + s.Files[i].Name
		}
		all = append(all, s)
	}
	return all
}

func TestInABrowserEveryTextFitsAndEveryScriptIsShaped(t *testing.T) {
	pages, names := map[string][]byte{}, []string{}
	for _, s := range append(published(t), hostile(t)...) {
		for _, f := range s.Files {
			pages[f.Name] = f.Text
			names = append(names, f.Name)
		}
	}
	l := inspect(t, pages, names)
	assert.Equal(t, len(names), l.Pages)
	assert.Empty(t, l.Wide)
	for name, text := range samples {
		w := l.Widths[name]
		assert.Greater(t, w.Different, 3, "%s: the letters of %q are all boxes", name, text)
		switch name {
		case "eg-invoice.html", "in-invoice.html": // letters join, and take less room
			assert.Less(t, w.Whole, 0.95*w.Alone, "%s: %q is %.0f wide, its letters alone %.0f", name, text, w.Whole, w.Alone)
		default: // marks stand over letters and take no room
			assert.InEpsilon(t, w.Bare, w.Whole, 0.03, "%s: %q is %.0f wide, without marks %.0f", name, text, w.Whole, w.Bare)
		}
	}
}
