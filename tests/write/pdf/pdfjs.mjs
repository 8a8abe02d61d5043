// pdf.js, the viewer of Firefox:
//   node pdfjs.mjs fill SOURCE TARGET < {"field": "value", ...}    fills the fields as its page does, and saves
//   node pdfjs.mjs draw SOURCE TARGET SCALE                        draws the first page as PNG, as it is printed
import { readFile, writeFile } from "node:fs/promises";
import { createCanvas } from "@napi-rs/canvas";
import { AnnotationMode, getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const [action, source, target, scale] = process.argv.slice(2);
const fonts = new URL("node_modules/pdfjs-dist/standard_fonts/", import.meta.url).pathname;
const pdf = await getDocument({ data: new Uint8Array(await readFile(source)), standardFontDataUrl: fonts, verbosity: 0 }).promise;

function given(widget, value) {
  if (widget.checkBox) return value !== "";
  return widget.radioButton ? widget.buttonValue === value : value;
}

async function fill() {
  const values = JSON.parse(await new Response(process.stdin).text());
  const left = new Set(Object.keys(values));
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    for (const widget of await page.getAnnotations({ intent: "display" })) {
      if (!(widget.fieldName in values)) continue;
      left.delete(widget.fieldName);
      pdf.annotationStorage.setValue(widget.id, { value: given(widget, values[widget.fieldName]) });
    }
  }
  if (left.size) throw new Error(`no fields ${[...left]}`);
  await writeFile(target, await pdf.saveDocument());
}

async function draw() {
  const page = await pdf.getPage(1);
  const viewport = page.getViewport({ scale: Number(scale) });
  const canvas = createCanvas(Math.round(viewport.width), Math.round(viewport.height));
  await page.render({ canvas, canvasContext: canvas.getContext("2d"), viewport, annotationMode: AnnotationMode.ENABLE }).promise;
  await writeFile(target, canvas.toBuffer("image/png"));
}

await (action === "fill" ? fill() : draw());
process.exit(0);
