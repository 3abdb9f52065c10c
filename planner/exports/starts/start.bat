@echo off
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
rem @about@

set "planner="
for %%P in (planner.exe) do set "planner=%%~$PATH:P"
if defined planner goto found

set "folder=%~dp0"
:look
if exist "%folder%.venv\Scripts\planner.exe" set "planner=%folder%.venv\Scripts\planner.exe"
if defined planner goto found
for %%F in ("%folder%..") do set "above=%%~fF"
if not "%above:~-1%"=="\" set "above=%above%\"
if "%above%"=="%folder%" goto missing
set "folder=%above%"
goto look

:missing
echo @install@
set "code=2"
goto finish

:found
set "workbook=%~1"
if defined workbook goto kind
echo @ask@
set /p "workbook="
if not defined workbook goto other
rem A window writes a dropped file in quotes.
set "workbook=%workbook:"=%"
:kind
if /i "%workbook:~-5%"==".xlsx" goto run
:other
echo @kind@
set "code=2"
goto finish

:run
"%planner%" "%workbook%"
set "code=%errorlevel%"

:finish
echo.
echo @close@
pause >nul
exit /b %code%
