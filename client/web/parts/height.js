/** The keyboard of a phone lies over the page in some browsers: the page is as high as what is seen. */

const small = 420;

export function fitToSight() {
  const sight = window.visualViewport;
  if (!sight) return;
  const root = document.documentElement;
  const fit = () => {
    // Zooming in makes the sight smaller too, and must not squeeze the page.
    if (sight.scale > 1.01) return;
    root.style.setProperty("--height", `${sight.height}px`);
    root.toggleAttribute("data-short", sight.height < small);
    window.scrollTo(0, 0);
  };
  sight.addEventListener("resize", fit);
  fit();
}
