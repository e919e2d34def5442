# UNTRIED: written from the tools' documentation, not yet run on Windows.
# A checkout in; dist\Conflux-VERSION-windows-x64.exe, an installer made by Inno Setup 6, out. Run from the checkout's root.
#   $env:SIGN_THUMBPRINT = "…"   the certificate to sign with; without it nothing is signed and Windows warns
$ErrorActionPreference = "Stop"
py -3.11 -m venv build\bundle-env
$python = "build\bundle-env\Scripts\python.exe"
& $python -m pip install "torch==2.13.0"
& $python -m pip install --editable ".[bundle]"
$version = & $python -c "from app import __version__; print(__version__)"
& $python -m PyInstaller --noconfirm --distpath build\bundle --workpath build\bundle-work resources\packaging\conflux.spec
& $python -c @"
import json, pathlib
from resources.packaging.notices import write_notices
(found,) = pathlib.Path('build/bundle-work').rglob('collected.json')
write_notices([tuple(pair) for pair in json.loads(found.read_text())], pathlib.Path('build/bundle/conflux/licenses'))
"@
& $python -m ui.app_icon 256=build\conflux.png
if ($env:SIGN_THUMBPRINT) {
  signtool sign /sha1 $env:SIGN_THUMBPRINT /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 build\bundle\conflux\conflux.exe
}
iscc /DVersion=$version resources\packaging\windows\conflux.iss
if ($env:SIGN_THUMBPRINT) {
  signtool sign /sha1 $env:SIGN_THUMBPRINT /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 "dist\Conflux-$version-windows-x64.exe"
}
$sum = (Get-FileHash "dist\Conflux-$version-windows-x64.exe" -Algorithm SHA256).Hash.ToLower()
"$sum  Conflux-$version-windows-x64.exe" | Out-File -Encoding ascii dist\SHA256SUMS
